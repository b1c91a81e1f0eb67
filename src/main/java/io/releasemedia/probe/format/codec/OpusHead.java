package io.releasemedia.probe.format.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The identification header of an Opus stream (RFC 7845 §5.1), as it stands in Ogg and Matroska, and in the {@code
 * dOps} box of MP4.
 *
 * @param channels output channels, 1 to 255
 * @param preSkip samples at 48 kHz to drop from the start of the decoded stream
 * @param inputSampleRate Hz of the material before encoding; 0 where it was not said. Decoders run at {@link
 *     #GRANULE_RATE} whatever it is
 * @param mappingFamily 0: mono or stereo; 1: Vorbis channel order; 2 and 3: ambisonics; 255: discrete channels
 */
public record OpusHead(int channels, int preSkip, long inputSampleRate, int mappingFamily) {

    /** Hz of pre-skip and granule positions. */
    public static final int GRANULE_RATE = 48_000;

    private static final byte[] MAGIC = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd'};
    private static final int LENGTH = 19;

    /** Reads a packet that starts with {@code OpusHead}; empty where it is none or of an unknown major version. */
    public static Optional<OpusHead> parse(byte[] packet) {
        if (packet.length < LENGTH || !startsWithMagic(packet) || (packet[8] & 0xf0) != 0) {
            return Optional.empty();
        }
        return fields(ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).position(9));
    }

    /** Reads the body of a {@code dOps} box (Opus in ISOBMFF §4.3.2): the same fields without magic, big-endian. */
    public static Optional<OpusHead> parseBox(byte[] body) {
        int lengthWithoutMagic = LENGTH - MAGIC.length;
        if (body.length < lengthWithoutMagic || (body[0] & 0xf0) != 0) {
            return Optional.empty();
        }
        return fields(ByteBuffer.wrap(body).position(1));
    }

    /** Hz as probers show them: of the input where it is known, otherwise of the decoder. */
    public long sampleRate() {
        return inputSampleRate > 0 ? inputSampleRate : GRANULE_RATE;
    }

    private static Optional<OpusHead> fields(ByteBuffer in) {
        int channels = in.get() & 0xff;
        int preSkip = in.getShort() & 0xffff;
        long rate = in.getInt() & 0xffff_ffffL;
        in.getShort();
        return Optional.of(new OpusHead(channels, preSkip, rate, in.get() & 0xff));
    }

    private static boolean startsWithMagic(byte[] packet) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (packet[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }
}
