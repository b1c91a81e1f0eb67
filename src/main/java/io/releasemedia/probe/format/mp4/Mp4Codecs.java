package io.releasemedia.probe.format.mp4;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * ffprobe's codec names for sample entry types and object types (the MP4 registration authority's lists of codecs and
 * object types; QuickTime File Format, chapter on media data atom types).
 */
final class Mp4Codecs {

    private static final Map<String, String> SOUND = Map.ofEntries(
            Map.entry("mp4a", "aac"),
            Map.entry("alac", "alac"),
            Map.entry("fLaC", "flac"),
            Map.entry("Opus", "opus"),
            Map.entry("ac-3", "ac3"),
            Map.entry("sac3", "ac3"),
            Map.entry("AC-3", "ac3"),
            Map.entry("ec-3", "eac3"),
            Map.entry("EC-3", "eac3"),
            Map.entry("ac-4", "ac4"),
            Map.entry("dtsc", "dts"),
            Map.entry("dtsh", "dts"),
            Map.entry("dtsl", "dts"),
            Map.entry("dtse", "dts"),
            Map.entry("DTS ", "dts"),
            Map.entry("mlpa", "truehd"),
            Map.entry("mha1", "mpegh_3d_audio"),
            Map.entry("mhm1", "mpegh_3d_audio"),
            Map.entry(".mp1", "mp1"),
            Map.entry(".mp2", "mp2"),
            Map.entry(".mp3", "mp3"),
            Map.entry("ms\000\120", "mp2"),
            Map.entry("ms\000\125", "mp3"),
            Map.entry("ms\000\002", "adpcm_ms"),
            Map.entry("ms\000\021", "adpcm_ima_wav"),
            Map.entry("ms\000\061", "gsm_ms"),
            Map.entry("ms\040\000", "ac3"),
            Map.entry("samr", "amr_nb"),
            Map.entry("sawb", "amr_wb"),
            Map.entry("ulaw", "pcm_mulaw"),
            Map.entry("alaw", "pcm_alaw"),
            Map.entry("ima4", "adpcm_ima_qt"),
            Map.entry("MAC3", "mace3"),
            Map.entry("MAC6", "mace6"),
            Map.entry("QDM2", "qdm2"),
            Map.entry("QDMC", "qdmc"),
            Map.entry("Qclp", "qcelp"),
            Map.entry("sqcp", "qcelp"),
            Map.entry("sevc", "evrc"),
            Map.entry("agsm", "gsm"),
            Map.entry("spex", "speex"),
            Map.entry("WMA2", "wmav2"));

    private static final Map<String, String> VIDEO = Map.ofEntries(
            Map.entry("mp4v", "mpeg4"),
            Map.entry("DIVX", "mpeg4"),
            Map.entry("XVID", "mpeg4"),
            Map.entry("3IV2", "mpeg4"),
            Map.entry("FMP4", "mpeg4"),
            Map.entry("drmi", "h264"),
            Map.entry("dvav", "h264"),
            Map.entry("dva1", "h264"),
            Map.entry("dvh1", "hevc"),
            Map.entry("dvhe", "hevc"),
            Map.entry("vvc1", "vvc"),
            Map.entry("vvi1", "vvc"),
            Map.entry("av01", "av1"),
            Map.entry("dav1", "av1"),
            Map.entry("vp08", "vp8"),
            Map.entry("VP80", "vp8"),
            Map.entry("vp09", "vp9"),
            Map.entry("s263", "h263"),
            Map.entry("h263", "h263"),
            Map.entry("H263", "h263"),
            Map.entry("jpeg", "mjpeg"),
            Map.entry("mjpa", "mjpeg"),
            Map.entry("AVDJ", "mjpeg"),
            Map.entry("mjpb", "mjpegb"),
            Map.entry("mjp2", "jpeg2000"),
            Map.entry("MJ2C", "jpeg2000"),
            Map.entry("png ", "png"),
            Map.entry("MPNG", "png"),
            Map.entry("AVdn", "dnxhd"),
            Map.entry("AVdh", "dnxhd"),
            Map.entry("mpeg", "mpeg2video"),
            Map.entry("m2v1", "mpeg2video"),
            Map.entry("AVmp", "mpeg2video"),
            Map.entry("m1v ", "mpeg1video"),
            Map.entry("m1v1", "mpeg1video"),
            Map.entry("SVQ1", "svq1"),
            Map.entry("SVQ3", "svq3"),
            Map.entry("cvid", "cinepak"),
            Map.entry("rle ", "qtrle"),
            Map.entry("WRLE", "msrle"),
            Map.entry("CFHD", "cfhd"),
            Map.entry("FFV1", "ffv1"),
            Map.entry("vc-1", "vc1"),
            Map.entry("icod", "aic"),
            Map.entry("8BPS", "8bps"),
            Map.entry("tiff", "tiff"),
            Map.entry("gif ", "gif"),
            Map.entry("tga ", "targa"),
            Map.entry("raw ", "rawvideo"),
            Map.entry("2vuy", "rawvideo"),
            Map.entry("yuv2", "rawvideo"),
            Map.entry("yuvs", "rawvideo"),
            Map.entry("v210", "v210"),
            Map.entry("v410", "v410"));

    private Mp4Codecs() {}

    /** Of a sound sample entry that is neither PCM nor described further inside. */
    static Optional<String> sound(String type) {
        return Optional.ofNullable(SOUND.get(type));
    }

    /** Of a visual sample entry that is not described further inside. */
    static Optional<String> video(String type) {
        String exact = VIDEO.get(type);
        return exact != null ? Optional.of(exact) : family(type);
    }

    /** Of an object type indication. */
    static Optional<String> objectType(int type) {
        return switch (type) {
            case 0x20 -> Optional.of("mpeg4");
            case 0x21 -> Optional.of("h264");
            case 0x23 -> Optional.of("hevc");
            case 0x33 -> Optional.of("vvc");
            case 0x40, 0x66, 0x67, 0x68 -> Optional.of("aac");
            case 0x60, 0x61, 0x62, 0x63, 0x64, 0x65 -> Optional.of("mpeg2video");
            case 0x69, 0x6b -> Optional.of("mp3");
            case 0x6a -> Optional.of("mpeg1video");
            case 0x6c -> Optional.of("mjpeg");
            case 0x6d -> Optional.of("png");
            case 0x6e -> Optional.of("jpeg2000");
            case 0xa3 -> Optional.of("vc1");
            case 0xa4 -> Optional.of("dirac");
            case 0xa5 -> Optional.of("ac3");
            case 0xa6 -> Optional.of("eac3");
            case 0xa9, 0xaa, 0xab, 0xac -> Optional.of("dts");
            case 0xad -> Optional.of("opus");
            case 0xb1 -> Optional.of("vp9");
            case 0xc1 -> Optional.of("flac");
            case 0xdd -> Optional.of("vorbis");
            case 0xe1 -> Optional.of("qcelp");
            default -> Optional.empty();
        };
    }

    /** Name of a PCM format: {@code pcm_s24be}. */
    static String pcm(boolean floating, boolean signed, int bits, boolean bigEndian) {
        String kind = floating ? "f" : signed ? "s" : "u";
        return "pcm_" + kind + bits + (bits <= 8 ? "" : bigEndian ? "be" : "le");
    }

    /** Whether pictures of this codec stand alone, as covers and chapter pictures do. */
    static boolean isStill(String codec) {
        return switch (codec) {
            case "mjpeg", "png", "jpeg2000", "tiff", "gif", "bmp" -> true;
            default -> false;
        };
    }

    /** Whether the codec keeps every bit. */
    static boolean isLossless(String codec) {
        return switch (codec) {
            case "alac", "flac", "mp4als", "truehd" -> true;
            case "pcm_mulaw", "pcm_alaw" -> false;
            default -> codec.startsWith("pcm_");
        };
    }

    /** Families of types: AVC, HEVC, ProRes, DV and camera variants of MPEG-2 number their profiles in the type. */
    private static Optional<String> family(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return switch (lower.substring(0, Math.min(3, lower.length()))) {
            case "avc", "ai5", "ai1", "aiv" -> Optional.of("h264");
            case "hvc", "hev" -> Optional.of("hevc");
            case "apc", "ap4", "apr" -> Optional.of("prores");
            case "dvc", "dvp", "dv5", "dvh" -> Optional.of("dvvideo");
            case "hdv", "xdv", "xd5", "mx3", "mx4", "mx5" -> Optional.of("mpeg2video");
            case "hap" -> Optional.of("hap");
            default -> Optional.empty();
        };
    }
}
