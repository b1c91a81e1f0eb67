package io.releasemedia.probe.format.adts;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.AudioSpecificConfig;
import io.releasemedia.probe.format.codec.Bits;
import io.releasemedia.probe.format.codec.ProgramConfig;
import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameStream;
import io.releasemedia.probe.format.frames.FrameSyntax;
import io.releasemedia.probe.format.frames.StreamMeasure;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** AAC as ADTS (ISO/IEC 14496-3 section 1.A.3), LOAS with LATM (section 1.7) or ADIF (section 1.A.2). */
public final class AdtsReader implements FormatReader {

    private static final int JUNK = 64 << 10;
    /** Bytes at the start that hold the first frames and are fetched in one go. */
    private static final int HEAD = 5120;
    /** Hz; band replication doubles the rate, and above 48 kHz nobody uses it. */
    private static final int MAX_CORE_RATE = 24_000;

    private static final int MAX_CONFIGS = 64;
    private static final int PROGRAM_CONFIG = 5;
    private static final int ADIF_HEADER = 512;

    @Override
    public String name() {
        return "adts";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long from = in.position();
        in.has((int) Math.min(HEAD, in.remaining()));
        if (in.peek("ADIF")) {
            readAdif(in, facts);
            return;
        }
        FrameSyntax adts = new AdtsFrames();
        int sync = in.has(2) ? in.u16be() : 0;
        if (adts.mayStart(sync >> 8, sync & 0xff)) {
            readAdts(in, from, adts, facts);
        } else if (new LoasFrames(0, 0).mayStart(sync >> 8, sync & 0xff)) {
            readLoas(in, from, facts);
        } else {
            readAdts(in, from, adts, facts);
        }
    }

    private static void readAdts(ByteWindow in, long from, FrameSyntax syntax, Facts facts) throws IOException {
        FrameStream stream = new FrameStream(in, syntax, in.length().orElse(Long.MAX_VALUE));
        long start = start(stream, from);
        AdtsHeader header = AdtsHeader.read(in.seek(start)).orElseThrow();
        putFormat(facts, "adts").sampleRate(header.sampleRate());
        int channels = header.channelConfiguration() == 0
                ? programChannels(in, start, header)
                : AudioSpecificConfig.channels(header.channelConfiguration());
        if (isBandReplicated(in, start, from + HEAD, header)) {
            facts.sampleRate(2.0 * header.sampleRate());
            // Parametric stereo cannot be seen from here; decoders expect it with a single channel.
            channels = channels == 1 ? 2 : channels;
        }
        facts.channels(channels);
        measure(in, stream, start, facts);
    }

    private static int programChannels(ByteWindow in, long start, AdtsHeader header) throws IOException {
        Bits bits = new Bits(in.seek(start + header.headerLength()).peekBytes(header.length() - header.headerLength()));
        return bits.take(3) == PROGRAM_CONFIG
                ? ProgramConfig.parse(bits).map(ProgramConfig::channels).orElse(0)
                : 0;
    }

    /** Looks at the frames before {@code horizon}, which are fetched already. */
    private static boolean isBandReplicated(ByteWindow in, long start, long horizon, AdtsHeader first)
            throws IOException {
        BandReplication replication = new BandReplication();
        long offset = start;
        Optional<AdtsHeader> header = Optional.of(first);
        while (first.sampleRate() <= MAX_CORE_RATE && header.isPresent()) {
            AdtsHeader frame = header.get();
            long next = offset + frame.length();
            if (next + AdtsHeader.SIZE > horizon || frame.blocks() > 1 || frame.stream() != first.stream()) {
                break;
            }
            replication.add(in.seek(offset + frame.headerLength()).peekBytes(frame.length() - frame.headerLength()));
            offset = next;
            header = AdtsHeader.read(in.seek(offset));
        }
        return replication.isThere();
    }

    private static void readLoas(ByteWindow in, long from, Facts facts) throws IOException {
        FrameStream unknown =
                new FrameStream(in, new LoasFrames(0, 0), in.length().orElse(Long.MAX_VALUE));
        long start = start(unknown, from);
        LatmConfig config = config(in, unknown, start);
        AudioSpecificConfig audio = config.audio();
        putFormat(facts, "loas")
                .codec(audio.codec().equals("aac") ? "aac_latm" : audio.codec())
                .sampleRate(audio.sampleRate())
                .channels(audio.channels());
        int samples = audio.samplesPerFrame() * config.subframes();
        measure(in, new FrameStream(in, new LoasFrames(samples, audio.coreSampleRate()), unknown.end()), start, facts);
    }

    private static LatmConfig config(ByteWindow in, FrameStream stream, long start) throws IOException {
        long offset = start;
        for (int i = 0; i < MAX_CONFIGS; i++) {
            Optional<Frame> frame = stream.at(offset);
            if (frame.isEmpty()) {
                break;
            }
            byte[] element =
                    in.seek(offset + LoasFrames.HEADER).peekBytes(frame.get().length() - LoasFrames.HEADER);
            Optional<LatmConfig> config = LatmConfig.parse(element);
            if (config.isPresent()) {
                return config.get();
            }
            offset += frame.get().length();
        }
        throw new MalformedMediaException(start, "a configuration in the first LOAS frames expected");
    }

    /** One header, then blocks without any: only the declared bit rate leads to a duration. */
    private static void readAdif(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        Bits bits = new Bits(in.peekBytes(ADIF_HEADER)).skip(32);
        bits.skip(bits.flag() ? 72 : 0);
        boolean variable = bits.skip(2).flag();
        int bitsPerSecond = bits.take(23);
        bits.skip(4 + (variable ? 0 : 20));
        ProgramConfig program = ProgramConfig.parse(bits)
                .orElseThrow(() -> new MalformedMediaException(start, "a program config element expected"));
        putFormat(facts, "adif")
                .sampleRate(program.sampleRate())
                .channels(program.channels())
                .put(Field.BITRATE_MODE, variable ? "VBR" : "CBR");
        long end = StreamMeasure.audioEnd(in, start);
        if (bitsPerSecond > 0) {
            facts.bitrate(bitsPerSecond / 1000.0);
        }
        if (bitsPerSecond > 0 && end != Long.MAX_VALUE) {
            facts.duration((end - start) * 8.0 / bitsPerSecond);
        }
    }

    private static Facts putFormat(Facts facts, String container) {
        return facts.codec("aac").put(Field.CONTAINER, container).put(Field.LOSSLESS, false);
    }

    private static long start(FrameStream stream, long from) throws IOException {
        return stream.first(from, from + JUNK)
                .orElseThrow(() -> new MalformedMediaException(from, "frames of AAC expected"));
    }

    private static void measure(ByteWindow in, FrameStream stream, long start, Facts facts) throws IOException {
        new StreamMeasure(
                        stream.until(StreamMeasure.audioEnd(in, start)),
                        start,
                        stream.at(start).orElseThrow())
                .putInto(facts);
    }
}
