package io.releasemedia.probe.format.mpegaudio;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.MpegAudioHeader;
import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameStream;
import io.releasemedia.probe.format.frames.StreamMeasure;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * MP1, MP2 and MP3 files: MPEG audio frames, with junk and ID3v2 tags before and between them and other tags behind.
 *
 * <p>The duration is that of the frames as a header in the first one ({@link VbrHeader}) counts them, if that agrees with
 * the file, else as they are counted here. It includes the few hundred samples of silence that an encoder adds, as
 * other probers' durations do.
 */
public final class MpegAudioReader implements FormatReader {

    private static final int LOCAL_JUNK = 1 << 20;
    private static final int REMOTE_JUNK = 128 << 10;
    /** Bytes at the start that hold the first frames and are fetched in one go. */
    private static final int HEAD = 4096;

    @Override
    public String name() {
        return "mpegaudio";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long from = in.position();
        in.has((int) Math.min(HEAD, in.remaining()));
        MpegFrames syntax = new MpegFrames();
        FrameStream stream = new FrameStream(in, syntax, in.length().orElse(Long.MAX_VALUE));
        long start = stream.first(from, from + (in.isRemote() ? REMOTE_JUNK : LOCAL_JUNK))
                .orElseThrow(() -> new MalformedMediaException(from, "frames of MPEG audio expected"));
        Frame first = stream.at(start).orElseThrow();
        MpegAudioHeader header = MpegAudioHeader.parse(in.seek(start).i32be()).orElseThrow();
        facts.codec(header.codec())
                .put(Field.CONTAINER, header.codec())
                .put(Field.LOSSLESS, false)
                .sampleRate(header.sampleRate())
                .channels(header.channels());

        Optional<VbrHeader> vbr = VbrHeader.read(in.seek(start), header);
        if (vbr.isPresent()) {
            DeclaredLength declared = new DeclaredLength(in, stream, start, first, vbr.get());
            if (declared.putInto(facts)) {
                return;
            }
            start += first.length();
        }
        new StreamMeasure(
                        stream.until(StreamMeasure.audioEnd(in, start)),
                        start,
                        stream.at(start).orElse(first))
                .putInto(facts);
    }
}
