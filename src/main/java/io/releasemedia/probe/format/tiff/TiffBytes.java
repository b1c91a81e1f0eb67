package io.releasemedia.probe.format.tiff;

import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * The bytes of one TIFF file, in its byte order and with its width of offsets.
 *
 * @param in the file
 * @param start offset of the TIFF header in it, from which all offsets count
 * @param little whether numbers are little-endian
 * @param big whether offsets and counts have 64 bits
 * @param firstDirectory offset of the first directory
 */
record TiffBytes(ByteWindow in, long start, boolean little, boolean big, long firstDirectory) {

    /** No file is larger (1 EiB); a length that leads beyond is no length. */
    private static final long MAX_OFFSET = 1L << 60;

    private static final int AFTER_SEEK = 4 << 10;

    /** Reads the header at the position. */
    static TiffBytes open(ByteWindow in) throws IOException {
        long start = in.position();
        boolean little = in.peek("II");
        if (!little && !in.peek("MM")) {
            throw MalformedMediaException.at(in, "II or MM expected");
        }
        in.skip(2);
        int magic = little ? in.u16le() : in.u16be();
        if (magic == 43) {
            in.skip(4);
            long first = little ? in.i64le() : in.i64be();
            return new TiffBytes(in, start, little, true, first);
        }
        // 42 is TIFF's; raw formats of Panasonic (0x55) and Olympus (0x4f52, 0x5352) differ in nothing else.
        if (magic != 42 && magic != 0x55 && magic != 0x4f52 && magic != 0x5352) {
            throw MalformedMediaException.at(in, "version 42 or 43 expected before, not " + magic);
        }
        return new TiffBytes(in, start, little, false, little ? in.u32le() : in.u32be());
    }

    TiffBytes seek(long offset) throws IOException {
        if (offset < 0 || offset > MAX_OFFSET - start) {
            throw MalformedMediaException.at(in, "an offset within the file expected before");
        }
        in.readAhead(AFTER_SEEK);
        in.seek(start + offset);
        return this;
    }

    int u16() throws IOException {
        return little ? in.u16le() : in.u16be();
    }

    long u32() throws IOException {
        return little ? in.u32le() : in.u32be();
    }

    /** An offset or a count of values. */
    long word() throws IOException {
        if (!big) {
            return u32();
        }
        return little ? in.i64le() : in.i64be();
    }

    /** One value of a field type: BYTE, SHORT, LONG, IFD, LONG8 or IFD8; 0 for others. */
    long value(int type) throws IOException {
        return switch (type) {
            case 1 -> in.u8();
            case 3 -> u16();
            case 4, 13 -> u32();
            case 16, 18 -> little ? in.i64le() : in.i64be();
            default -> 0;
        };
    }

    /** Bytes of one value of a field type. */
    static int size(int type) {
        return switch (type) {
            case 1 -> 1;
            case 3 -> 2;
            case 4, 13 -> 4;
            case 16, 18 -> 8;
            default -> 0;
        };
    }
}
