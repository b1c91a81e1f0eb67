package io.releasemedia.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The smallest audio there is: eight bits, mono, silent. */
public final class SmallWav {

    /** Samples a second. */
    public static final int RATE = 8_000;

    private static final int HEADER = 44;

    private SmallWav() {}

    /** A whole file. */
    public static byte[] of(int samples) {
        return ByteBuffer.allocate(HEADER + samples)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(HEADER - 8 + samples)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(RATE)
                .putShort((short) 1)
                .putShort((short) 8)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(samples)
                .array();
    }
}
