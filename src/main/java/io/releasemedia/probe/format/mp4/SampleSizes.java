package io.releasemedia.probe.format.mp4;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Number and total size of a track's samples ({@code stsz} and {@code stz2}, ISO/IEC 14496-12 section 8.7.3).
 *
 * @param count number of samples
 * @param bytes their sizes added up; -1 where the table was not read
 * @param constant size of each sample where all have one; 0 where they differ
 */
record SampleSizes(long count, long bytes, long constant) {

    static final SampleSizes NONE = new SampleSizes(0, -1, 0);

    /** A table of this size is fetched from a remote source. */
    private static final int MAX_REMOTE = 16 << 10;
    /** 4 million samples: a day of AAC. */
    private static final int MAX_LOCAL = 16 << 20;

    private static final int CHUNK = 32 << 10;

    /** At the version field of the box. */
    static SampleSizes read(ByteWindow in, Box box) throws IOException {
        boolean compact = box.type().equals("stz2");
        in.skip(4);
        long size = in.u32be();
        long count = in.u32be();
        if (!compact && size > 0) {
            return new SampleSizes(count, size * count, size);
        }
        int bits = compact ? (int) (size & 0xff) : 32;
        long length = (count * bits + 7) / 8;
        long limit = in.isRemote() ? MAX_REMOTE : MAX_LOCAL;
        boolean readable = bits == 32 || bits == 16 || bits == 8;
        if (!readable || length > box.end() - in.position() || length > limit || length > in.remaining()) {
            return new SampleSizes(count, -1, 0);
        }
        return new SampleSizes(count, sum(in, length, bits), 0);
    }

    /** The number of samples only. */
    static SampleSizes count(ByteWindow in) throws IOException {
        return new SampleSizes(in.skip(8).u32be(), -1, 0);
    }

    private static long sum(ByteWindow in, long length, int bits) throws IOException {
        long sum = 0;
        for (long left = length; left > 0; ) {
            byte[] chunk = in.bytes((int) Math.min(CHUNK, left));
            left -= chunk.length;
            if (bits == 32) {
                for (int i = 0; i + 3 < chunk.length; i += 4) {
                    sum += (chunk[i] & 0xffL) << 24
                            | (chunk[i + 1] & 0xff) << 16
                            | (chunk[i + 2] & 0xff) << 8
                            | chunk[i + 3] & 0xff;
                }
            } else {
                for (int i = 0; i < chunk.length; i++) {
                    sum += (long) (chunk[i] & 0xff) << (bits == 16 && i % 2 == 0 ? 8 : 0);
                }
            }
        }
        return sum;
    }
}
