package io.releasemedia.probe.format.au;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Reads Sun's and NeXT's AU files (the {@code .snd} header of {@code audio_filehdr.h}), and DEC's little-endian variant
 * of them.
 */
public final class AuReader implements FormatReader {

    private static final int HEADER = 24;
    private static final long UNKNOWN_SIZE = 0xffff_ffffL;

    /** @param bits bits that one sample takes in the file */
    private record Encoding(String codec, int bits) {}

    @Override
    public String name() {
        return "au";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        boolean little = in.peek("dns.");
        if (!little && !in.peek(".snd")) {
            throw MalformedMediaException.at(in, ".snd expected");
        }
        in.skip(4);
        facts.put(Field.CONTAINER, "au");
        long offset = u32(in, little);
        long declared = u32(in, little);
        long code = u32(in, little);
        long rate = u32(in, little);
        long channels = u32(in, little);
        if (offset < HEADER || channels > 0xffff) {
            throw new MalformedMediaException(
                    start + 4, "a header of at least 24 bytes and a count of channels expected");
        }
        Encoding encoding = encoding(code, little);
        double kbps = (double) rate * channels * encoding.bits() / 1000;
        facts.codec(encoding.codec()).sampleRate(rate).channels(channels).bitrate(kbps);
        if (!encoding.codec().isEmpty()) {
            boolean linear = code >= 2 && code <= 7;
            facts.put(Field.LOSSLESS, linear)
                    .put(Field.BITRATE_MODE, "CBR")
                    .bitsPerSample(linear ? encoding.bits() : 0);
        }
        long there = in.seek(start + offset).remaining();
        long bytes = declared == UNKNOWN_SIZE || declared == 0 ? there : declared;
        if (bytes != Long.MAX_VALUE && kbps > 0) {
            facts.duration(bytes * 8 / (kbps * 1000));
        }
        if (bytes > there) {
            facts.truncated();
        }
    }

    private static long u32(ByteWindow in, boolean little) throws IOException {
        return little ? in.u32le() : in.u32be();
    }

    private static Encoding encoding(long code, boolean little) {
        String order = little ? "le" : "be";
        return switch ((int) Math.min(code, 255)) {
            case 1 -> new Encoding("pcm_mulaw", 8);
            case 2 -> new Encoding("pcm_s8", 8);
            case 3 -> new Encoding("pcm_s16" + order, 16);
            case 4 -> new Encoding("pcm_s24" + order, 24);
            case 5 -> new Encoding("pcm_s32" + order, 32);
            case 6 -> new Encoding("pcm_f32" + order, 32);
            case 7 -> new Encoding("pcm_f64" + order, 64);
            case 23 -> new Encoding("adpcm_g726le", 4);
            case 24 -> new Encoding("adpcm_g722", 4);
            case 25 -> new Encoding("adpcm_g726le", 3);
            case 26 -> new Encoding("adpcm_g726le", 5);
            case 27 -> new Encoding("pcm_alaw", 8);
            default -> new Encoding("", 0);
        };
    }
}
