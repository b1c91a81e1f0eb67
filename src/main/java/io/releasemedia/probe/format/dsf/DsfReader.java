package io.releasemedia.probe.format.dsf;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * DSF: the chunks {@code DSD }, {@code fmt } and {@code data}, little-endian (Sony, "DSF File Format Specification"
 * 1.01). One bit a sample, so that the bit rate is sample rate × channels.
 */
public final class DsfReader implements FormatReader {

    private static final int HEADER = 28;
    private static final int FORMAT_RAW = 0;
    private static final int BITS_LEAST_SIGNIFICANT_FIRST = 1;

    @Override
    public String name() {
        return "dsf";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        if (!in.peek("DSD ")) {
            throw MalformedMediaException.at(in, "\"DSD \" expected");
        }
        in.seek(start + HEADER);
        if (!in.peek("fmt ")) {
            throw MalformedMediaException.at(in, "\"fmt \" expected");
        }
        in.skip(4);
        long format = in.i64le();
        in.skip(4);
        if (in.u32le() != FORMAT_RAW) {
            throw MalformedMediaException.at(in, "format 0 (DSD raw) expected before");
        }
        in.skip(4);
        long channels = in.u32le();
        long sampleRate = in.u32le();
        boolean lsb = in.u32le() == BITS_LEAST_SIGNIFICANT_FIRST;
        long samples = in.i64le();
        facts.codec(lsb ? "dsd_lsbf_planar" : "dsd_msbf_planar")
                .put(Field.CONTAINER, "dsf")
                .put(Field.LOSSLESS, true)
                .put(Field.BITRATE_MODE, "CBR")
                .channels(channels)
                .sampleRate((double) sampleRate)
                .bitsPerSample(1)
                .bitrate(channels * sampleRate / 1000.0)
                .samples(samples, sampleRate);
        truncation(in, start, format, facts);
    }

    private static void truncation(ByteWindow in, long start, long format, Facts facts) throws IOException {
        if (format < 0 || format > ByteWindow.MAX_READ) {
            return;
        }
        in.seek(start + HEADER + format);
        if (in.peek("data")) {
            long size = in.skip(4).i64le();
            if (size - 12 > in.remaining()) {
                facts.truncated();
            }
        }
    }
}
