package io.releasemedia.probe.format.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The identification header of a Vorbis stream (Vorbis I §4.2.2).
 *
 * @param channels 0 to 255, 0 being invalid
 * @param sampleRate Hz; 0 is invalid
 * @param maximumBitrate bit/s; 0 or less where it is not said, as the other two
 * @param nominalBitrate bit/s
 * @param minimumBitrate bit/s
 * @param shortBlock samples of a short block, a power of two
 * @param longBlock samples of a long block, a power of two
 */
public record VorbisHeader(
        int channels,
        long sampleRate,
        int maximumBitrate,
        int nominalBitrate,
        int minimumBitrate,
        int shortBlock,
        int longBlock) {

    private static final byte[] MAGIC = {1, 'v', 'o', 'r', 'b', 'i', 's'};
    private static final int LENGTH = 29;

    /** Reads a packet that starts with 1 and {@code vorbis}; empty where it is none or of an unknown version. */
    public static Optional<VorbisHeader> parse(byte[] packet) {
        if (packet.length < LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (packet[i] != MAGIC[i]) {
                return Optional.empty();
            }
        }
        ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(7) != 0) {
            return Optional.empty();
        }
        int blocks = packet[28] & 0xff;
        return Optional.of(new VorbisHeader(
                packet[11] & 0xff,
                in.getInt(12) & 0xffff_ffffL,
                in.getInt(16),
                in.getInt(20),
                in.getInt(24),
                1 << (blocks & 15),
                1 << (blocks >> 4)));
    }

    /** Whether the encoder promised one rate: all three bit rates are set and equal. */
    public boolean isConstant() {
        return nominalBitrate > 0 && minimumBitrate == nominalBitrate && maximumBitrate == nominalBitrate;
    }
}
