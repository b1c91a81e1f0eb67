package io.releasemedia.probe.format.tta;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.tag.TrailingTags;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** True Audio, version 1 (tausoft.org, "TTA1 format description", section "Header"). Bit rate: bytes without tags. */
public final class TtaReader implements FormatReader {

    @Override
    public String name() {
        return "tta";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        if (!in.peek("TTA1")) {
            throw MalformedMediaException.at(in, "\"TTA1\" expected");
        }
        in.skip(6);
        facts.codec("tta").put(Field.CONTAINER, "tta").put(Field.LOSSLESS, true).put(Field.BITRATE_MODE, "VBR");
        int channels = in.u16le();
        int bits = in.u16le();
        long sampleRate = in.u32le();
        long samples = in.u32le();
        facts.channels(channels)
                .bitsPerSample(bits)
                .sampleRate((double) sampleRate)
                .samples(samples, sampleRate);
        long end = TrailingTags.audioEnd(in, start);
        if (end != Long.MAX_VALUE && sampleRate > 0) {
            facts.bitrate(end - start, (double) samples / sampleRate);
        }
    }
}
