package io.releasemedia.probe.format.caf;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * The audio description chunk ({@code desc}).
 *
 * @param sampleRate Hz, as found
 * @param type four characters
 * @param flags of the type
 * @param bytesPerPacket 0 where packets differ
 * @param framesPerPacket samples a channel in a packet, 0 where packets differ or the number is nonsense
 * @param channels channels
 * @param bits bits of one sample, 0 for a compressed type
 */
record CafDescription(
        double sampleRate,
        String type,
        int flags,
        long bytesPerPacket,
        long framesPerPacket,
        long channels,
        long bits) {

    /** More than any codec has; a larger number is none. */
    private static final long MAX_FRAMES = 1 << 20;

    private static final int FLOATING = 1;
    private static final int LITTLE_ENDIAN = 2;

    static CafDescription read(ByteWindow in) throws IOException {
        double rate = Double.longBitsToDouble(in.i64be());
        String type = in.ascii(4);
        int flags = in.i32be();
        long bytes = in.u32be();
        long frames = in.u32be();
        return new CafDescription(
                rate > 0 && rate <= 100_000_000 ? rate : 0,
                type,
                flags,
                bytes,
                frames <= MAX_FRAMES ? frames : 0,
                in.u32be(),
                in.u32be());
    }

    /** ffprobe's name, empty where the type is not known. */
    String codec() {
        return switch (type) {
            case "lpcm" -> linear();
            case "aac ", "aach", "aacl", "aace", "aacf", "aacp", "usac" -> "aac";
            case "alac", "flac", "opus" -> type;
            case ".mp1", ".mp2", ".mp3" -> type.substring(1);
            case "ima4" -> "adpcm_ima_qt";
            case "MAC3" -> "mace3";
            case "MAC6" -> "mace6";
            case "alaw" -> "pcm_alaw";
            case "ulaw" -> "pcm_mulaw";
            case "ac-3" -> "ac3";
            case "ec-3" -> "eac3";
            case "QDM2" -> "qdm2";
            case "QDMC" -> "qdmc";
            case "Qclp" -> "qcelp";
            case "samr" -> "amr_nb";
            case "ilbc" -> "ilbc";
            case "agsm" -> "gsm";
            case "ms\0\2" -> "adpcm_ms";
            case "ms\0\021" -> "adpcm_ima_wav";
            case "ms\0001" -> "gsm_ms";
            default -> "";
        };
    }

    boolean isLossless() {
        return type.equals("lpcm") || type.equals("alac") || type.equals("flac");
    }

    private String linear() {
        boolean floating = (flags & FLOATING) != 0;
        String suffix = (flags & LITTLE_ENDIAN) != 0 ? "le" : "be";
        long container = channels > 0 && bytesPerPacket % channels == 0 ? bytesPerPacket / channels * 8 : bits;
        return switch ((int) Math.min(container, 128)) {
            case 8 -> floating ? "" : "pcm_s8";
            case 16, 24 -> floating ? "" : "pcm_s" + container + suffix;
            case 32, 64 -> (floating ? "pcm_f" : "pcm_s") + container + suffix;
            default -> "";
        };
    }
}
