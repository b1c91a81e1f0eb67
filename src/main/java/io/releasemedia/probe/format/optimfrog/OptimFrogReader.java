package io.releasemedia.probe.format.optimfrog;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.tag.TrailingTags;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * OptimFROG: a chunk {@code OFR } with a 48-bit count of the samples of all channels, a sample type, channels less
 * one, and Hz (OptimFROG SDK, "compatible header"). Bit rate: bytes without tags.
 */
public final class OptimFrogReader implements FormatReader {

    private static final int HEADER = 12;
    private static final int[] BITS = {8, 8, 16, 16, 24, 24, 32, 32};

    @Override
    public String name() {
        return "optimfrog";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        if (!in.peek("OFR ")) {
            throw MalformedMediaException.at(in, "\"OFR \" expected");
        }
        in.skip(4);
        if (in.u32le() < HEADER) {
            throw MalformedMediaException.at(in, "a header of at least " + HEADER + " bytes expected");
        }
        facts.codec("optimfrog").put(Field.CONTAINER, "optimfrog").put(Field.BITRATE_MODE, "VBR");
        long values = in.u32le() | (long) in.u16le() << 32;
        int type = in.u8();
        int channels = in.u8() + 1;
        long sampleRate = in.u32le();
        long samples = values / channels;
        facts.channels(channels).sampleRate((double) sampleRate).samples(samples, sampleRate);
        if (type < BITS.length) {
            facts.bitsPerSample(BITS[type]);
        }
        long end = TrailingTags.audioEnd(in, start);
        if (end != Long.MAX_VALUE && sampleRate > 0) {
            facts.bitrate(end - start, (double) samples / sampleRate);
        }
    }
}
