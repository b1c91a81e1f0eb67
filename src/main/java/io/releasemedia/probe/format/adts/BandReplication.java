package io.releasemedia.probe.format.adts;

import io.releasemedia.probe.format.codec.Bits;

/**
 * Tells HE-AAC from AAC LC in a stream whose headers do not: spectral band replication travels in a fill element
 * (ISO/IEC 14496-3 section 4.4.2.7), which encoders put last in a raw data block, so that it can be found from the end
 * without decoding what stands before it.
 *
 * <p>A block ends with an end element and zero bits up to the byte boundary. In a block without a fill element other
 * bits look like one now and then, so only a verdict over several blocks counts.
 */
final class BandReplication {

    /** Fewer blocks than this say nothing. */
    static final int LEAST_BLOCKS = 4;

    private static final int END = 7;
    private static final int FILL = 6;
    private static final int MAX_COUNT = 15 + 255 - 1;
    /** Plain fill elements for a constant bit rate may follow the one with the extension. */
    private static final int MAX_FILLS = 3;

    private int blocks;
    private int replicated;

    /** Looks at one raw data block. */
    void add(byte[] block) {
        blocks++;
        long length = block.length * 8L;
        for (int padding = 0; padding < 8 && length - padding > 10; padding++) {
            if (padding > 0 && bits(block, length - padding, 1) != 0) {
                return;
            }
            long end = length - padding - 3;
            if (bits(block, end, 3) == END && isReplicated(block, end, MAX_FILLS)) {
                replicated++;
                return;
            }
        }
    }

    /** Whether all blocks but stray ones carry the extension. */
    boolean isThere() {
        return blocks >= LEAST_BLOCKS && replicated >= blocks - blocks / 8;
    }

    /** Whether a fill element with the extension ends at a bit, plain ones behind it left out. */
    private static boolean isReplicated(byte[] block, long end, int fills) {
        for (int count = 1; count <= MAX_COUNT; count++) {
            int head = count < 15 ? 7 : 15;
            long start = end - 8L * count - head;
            if (start < 0) {
                return false;
            }
            int prefix = count < 15 ? FILL << 4 | count : (FILL << 4 | 15) << 8 | count - 14;
            if (bits(block, start, head) != prefix) {
                continue;
            }
            int type = bits(block, start + head, 4);
            if (type == 13 || (type == 14 && count > 1)) {
                return true;
            }
            if (type == 0 && fills > 1 && isReplicated(block, start, fills - 1)) {
                return true;
            }
        }
        return false;
    }

    private static int bits(byte[] block, long at, int count) {
        return new Bits(block).skip((int) at).take(count);
    }
}
