package io.releasemedia.probe.format.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header packet of a Speex stream (Speex manual, "Ogg file format"; RFC 5574 for the modes).
 *
 * @param sampleRate Hz
 * @param mode 0: narrow band, 1: wide band, 2: ultra-wide band
 * @param channels 1 or 2
 * @param bitrate bit/s; 0 or less where it is not said
 * @param frameSize samples of a frame
 * @param variable whether the bit rate varies
 * @param framesPerPacket frames of a packet
 */
public record SpeexHeader(
        int sampleRate, int mode, int channels, int bitrate, int frameSize, boolean variable, int framesPerPacket) {

    private static final byte[] MAGIC = {'S', 'p', 'e', 'e', 'x', ' ', ' ', ' '};
    private static final int LENGTH = 80;

    /** Reads a packet that starts with {@code Speex}; empty where it is none. */
    public static Optional<SpeexHeader> parse(byte[] packet) {
        if (packet.length < LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (packet[i] != MAGIC[i]) {
                return Optional.empty();
            }
        }
        ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        return Optional.of(new SpeexHeader(
                in.getInt(36),
                in.getInt(40),
                in.getInt(48),
                in.getInt(52),
                in.getInt(56),
                in.getInt(60) != 0,
                in.getInt(64)));
    }
}
