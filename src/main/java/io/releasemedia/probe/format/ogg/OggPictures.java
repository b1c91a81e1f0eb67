package io.releasemedia.probe.format.ogg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How many bytes pictures take in the header packets of a stream: comments of base64 (Vorbis comment, xiph.org) and
 * FLAC's picture blocks (RFC 9639 §8.8). Only the start of a packet is looked at; a comment that is longer counts with
 * the length it claims.
 */
final class OggPictures {

    private static final int MAX_COMMENTS = 10_000;
    private static final int FLAC_PICTURE = 6;
    private static final String[] KEYS = {"METADATA_BLOCK_PICTURE=", "COVERART="};

    private OggPictures() {}

    /** By the start of a header packet that follows a stream's first page. */
    static long bytes(OggTrack track, byte[] packet) {
        if (!(track instanceof OggTrack.Audio audio) || packet.length < 8) {
            return 0;
        }
        return switch (audio.codec()) {
            case "flac" ->
                (packet[0] & 0x7f) == FLAC_PICTURE ? ByteBuffer.wrap(packet).getInt(0) & 0xff_ffff : 0;
            case "opus" -> OggTracks.startsWith(packet, "OpusTags") ? inComments(packet, 8) : 0;
            case "vorbis" -> OggTracks.startsWith(packet, "\u0003vorbis") ? inComments(packet, 7) : 0;
            case "speex" -> inComments(packet, 0);
            default -> 0;
        };
    }

    private static long inComments(byte[] packet, int at) {
        ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).position(at);
        if (!skipText(in) || in.remaining() < 4) {
            return 0;
        }
        long pictures = 0;
        long count = Math.min(in.getInt() & 0xffff_ffffL, MAX_COMMENTS);
        for (long i = 0; i < count && in.remaining() >= 4; i++) {
            int mark = in.position();
            pictures += isPicture(packet, mark + 4) ? in.getInt(mark) & 0xffff_ffffL : 0;
            if (!skipText(in)) {
                break;
            }
        }
        return pictures;
    }

    /** Steps over a length and as many bytes; false where they are not all there. */
    private static boolean skipText(ByteBuffer in) {
        if (in.remaining() < 4) {
            return false;
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            return false;
        }
        in.position(in.position() + length);
        return true;
    }

    private static boolean isPicture(byte[] packet, int at) {
        for (String key : KEYS) {
            int length = key.length();
            if (packet.length - at >= length
                    && new String(packet, at, length, StandardCharsets.ISO_8859_1)
                            .toUpperCase(Locale.ROOT)
                            .equals(key)) {
                return true;
            }
        }
        return false;
    }
}
