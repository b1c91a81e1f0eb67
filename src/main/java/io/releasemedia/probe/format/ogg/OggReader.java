package io.releasemedia.probe.format.ogg;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ogg (RFC 3533) with Vorbis, Opus, FLAC, Speex, CELT, Theora, VP8, Dirac or OGM's streams.
 *
 * <p>Duration: from the first to the last granule position, less Opus' pre-skip, of the longest stream; the last one
 * stands in the file's tail. Bit rate: what the stream declares, else the file's bytes without pictures ÷ the coded
 * time. Chains are summed: by a walk over a local file, by bisection in a remote one.
 */
public final class OggReader implements FormatReader {

    private static final int LOCAL_TAIL = 16 << 10;
    private static final int REMOTE_TAIL = 64 << 10;
    private static final int LONG_TAIL = 256 << 10;

    @Override
    public String name() {
        return "ogg";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        if (OggPage.peek(in).filter(OggPage::isFirst).isEmpty()) {
            throw MalformedMediaException.at(in, "the first page of an Ogg stream expected");
        }
        facts.put(Field.CONTAINER, "ogg");
        OggChain chain = OggChain.read(in);
        Optional<OggTrack.Audio> audio = chain.audio();
        Optional<OggTrack.Video> video = chain.video();
        audio.ifPresent(track -> audioFacts(track, video.isEmpty(), facts));
        video.ifPresent(track -> videoFacts(track, facts));
        facts.mimeType(video.isPresent() ? "video/ogg" : audio.isPresent() ? "audio/ogg" : "application/ogg");
        if (audio.isPresent() || video.isPresent()) {
            times(in, start, chain, facts);
        }
    }

    private static void audioFacts(OggTrack.Audio audio, boolean alone, Facts facts) {
        facts.sampleRate((double) audio.sampleRate())
                .channels(audio.channels())
                .bitsPerSample(audio.bits())
                .bitrate(audio.bitrate() / 1000.0)
                .put(Field.BITRATE_MODE, audio.bitrateMode())
                .samples(audio.totalSamples(), audio.sampleRate());
        if (alone) {
            facts.codec(audio.codec()).put(Field.LOSSLESS, audio.isLossless());
        } else {
            facts.audioCodec(audio.codec());
        }
    }

    private static void videoFacts(OggTrack.Video video, Facts facts) {
        facts.codec(video.codec()).size(video.width(), video.height()).frameRate(video.rate());
    }

    private static void times(ByteWindow in, long start, OggChain chain, Facts facts) throws IOException {
        long pictures = OggHead.walk(in, start, chain);
        OptionalLong length = in.length();
        if (length.isEmpty()) {
            return;
        }
        long bytes = length.getAsLong() - start - pictures;
        OggTail tail = OggTail.read(in, chain, start, length.getAsLong(), in.isRemote() ? REMOTE_TAIL : LOCAL_TAIL);
        if (!chain.isTimed() && !tail.isChained()) {
            tail = OggTail.read(in, chain, start, length.getAsLong(), LONG_TAIL);
        }
        if (tail.isCut()) {
            facts.truncated();
        }
        if (chain.isTimed() && !tail.isChained()) {
            put(chain.seconds(), chain.codedSeconds(), bytes, facts);
        } else if (in.isRemote()) {
            if (tail.isChained()) {
                OggBisection links = OggBisection.run(in, start, length.getAsLong());
                put(links.seconds(), links.codedSeconds(), bytes, facts);
            }
        } else {
            OggScan scan = OggScan.run(in, start, length.getAsLong());
            put(scan.seconds(), scan.codedSeconds(), bytes, facts);
            if (scan.cut()) {
                facts.truncated();
            }
        }
    }

    private static void put(double seconds, double codedSeconds, long bytes, Facts facts) {
        facts.duration(seconds);
        if (!facts.has(Field.BITRATE) && !facts.has(Field.WIDTH)) {
            facts.bitrate(bytes, codedSeconds);
        }
    }
}
