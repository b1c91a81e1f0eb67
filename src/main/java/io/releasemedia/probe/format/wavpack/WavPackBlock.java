package io.releasemedia.probe.format.wavpack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The 32-byte header of a WavPack block (wavpack.com, "WavPack 4 &amp; 5 Binary File / Block Format", section 2.0).
 *
 * @param length bytes of the whole block
 * @param totalSamples samples of the file; -1 where it is not known or the block is not the first
 * @param index number of the block's first sample
 * @param samples samples of this block, 0 for one that carries only metadata
 * @param flags packed format
 */
record WavPackBlock(int length, long totalSamples, long index, long samples, int flags) {

    static final int HEADER = 32;

    private static final int MIN_VERSION = 0x402;
    private static final int MAX_VERSION = 0x410;
    private static final int MAX_LENGTH = 1 << 24;
    private static final int CUSTOM_RATE = 15;
    private static final int[] RATES = {
        6_000, 8_000, 9_600, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
        192_000
    };

    /** Reads a header; empty where the bytes are none. */
    static Optional<WavPackBlock> parse(byte[] bytes, int at) {
        if (bytes.length - at < HEADER
                || bytes[at] != 'w'
                || bytes[at + 1] != 'v'
                || bytes[at + 2] != 'p'
                || bytes[at + 3] != 'k') {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
        int size = in.getInt(4);
        int version = in.getShort(8);
        if (size < HEADER - 8 || size > MAX_LENGTH || version < MIN_VERSION || version > MAX_VERSION) {
            return Optional.empty();
        }
        int low = in.getInt(12);
        long high = in.get(11) & 0xff;
        // The low word never holds all ones, which is why the high byte counts one less than 2^32 each.
        long total = low == -1 ? -1 : (low & 0xffff_ffffL) + (high << 32) - high;
        long index = (in.getInt(16) & 0xffff_ffffL) + ((in.get(10) & 0xffL) << 32);
        return Optional.of(new WavPackBlock(size + 8, total, index, in.getInt(20) & 0xffff_ffffL, in.getInt(24)));
    }

    int channels() {
        return isSet(2) ? 1 : 2;
    }

    boolean isHybrid() {
        return isSet(3);
    }

    /** Whether this is the last block of a group that together carries all channels. */
    boolean isFinal() {
        return isSet(12);
    }

    boolean isDsd() {
        return isSet(31);
    }

    /** Hz; 0 where a sub-block says it. */
    int sampleRate() {
        int code = flags >>> 23 & 15;
        return code == CUSTOM_RATE ? 0 : RATES[code];
    }

    int bitsPerSample() {
        return ((flags & 3) + 1) * 8 - (flags >>> 13 & 31);
    }

    private boolean isSet(int bit) {
        return (flags >>> bit & 1) != 0;
    }
}
