package io.releasemedia.probe.format.codec;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * ffprobe's names for the compression codes of a BITMAPINFOHEADER, as AVI, Matroska's {@code V_MS/VFW/FOURCC} and ASF
 * use them; Matroska's {@code V_QUICKTIME} has many in common.
 */
public final class VideoFourCc {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("H264", "h264"),
            Map.entry("X264", "h264"),
            Map.entry("AVC1", "h264"),
            Map.entry("DAVC", "h264"),
            Map.entry("VSSH", "h264"),
            Map.entry("H265", "hevc"),
            Map.entry("HEVC", "hevc"),
            Map.entry("HEV1", "hevc"),
            Map.entry("HVC1", "hevc"),
            Map.entry("AV01", "av1"),
            Map.entry("VP80", "vp8"),
            Map.entry("VP90", "vp9"),
            Map.entry("VP60", "vp6"),
            Map.entry("VP61", "vp6"),
            Map.entry("VP62", "vp6"),
            Map.entry("VP6F", "vp6f"),
            Map.entry("VP50", "vp5"),
            Map.entry("VP30", "vp3"),
            Map.entry("VP31", "vp3"),
            Map.entry("THEO", "theora"),
            Map.entry("DIVX", "mpeg4"),
            Map.entry("DX50", "mpeg4"),
            Map.entry("XVID", "mpeg4"),
            Map.entry("FMP4", "mpeg4"),
            Map.entry("MP4S", "mpeg4"),
            Map.entry("M4S2", "mpeg4"),
            Map.entry("MP4V", "mpeg4"),
            Map.entry("3IV2", "mpeg4"),
            Map.entry("3IVX", "mpeg4"),
            Map.entry("RMP4", "mpeg4"),
            Map.entry("SEDG", "mpeg4"),
            Map.entry("DIV3", "msmpeg4v3"),
            Map.entry("DIV4", "msmpeg4v3"),
            Map.entry("DIV5", "msmpeg4v3"),
            Map.entry("DIV6", "msmpeg4v3"),
            Map.entry("MP43", "msmpeg4v3"),
            Map.entry("AP41", "msmpeg4v3"),
            Map.entry("COL1", "msmpeg4v3"),
            Map.entry("MP42", "msmpeg4v2"),
            Map.entry("MPG4", "msmpeg4v1"),
            Map.entry("MP41", "msmpeg4v1"),
            Map.entry("WMV1", "wmv1"),
            Map.entry("WMV2", "wmv2"),
            Map.entry("WMV3", "wmv3"),
            Map.entry("WVC1", "vc1"),
            Map.entry("WMVA", "vc1"),
            Map.entry("MSS2", "mss2"),
            Map.entry("MPG1", "mpeg1video"),
            Map.entry("MPEG", "mpeg1video"),
            Map.entry("MPG2", "mpeg2video"),
            Map.entry("M2V1", "mpeg2video"),
            Map.entry("EM2V", "mpeg2video"),
            Map.entry("MJPG", "mjpeg"),
            Map.entry("AVRN", "mjpeg"),
            Map.entry("DMB1", "mjpeg"),
            Map.entry("JPEG", "mjpeg"),
            Map.entry("LJPG", "ljpeg"),
            Map.entry("MJ2C", "jpeg2000"),
            Map.entry("DVSD", "dvvideo"),
            Map.entry("DVHD", "dvvideo"),
            Map.entry("DVSL", "dvvideo"),
            Map.entry("DV25", "dvvideo"),
            Map.entry("DV50", "dvvideo"),
            Map.entry("CDVC", "dvvideo"),
            Map.entry("H263", "h263"),
            Map.entry("S263", "h263"),
            Map.entry("U263", "h263"),
            Map.entry("I263", "h263i"),
            Map.entry("FLV1", "flv1"),
            Map.entry("CVID", "cinepak"),
            Map.entry("IV31", "indeo3"),
            Map.entry("IV32", "indeo3"),
            Map.entry("IV41", "indeo4"),
            Map.entry("IV50", "indeo5"),
            Map.entry("MSVC", "msvideo1"),
            Map.entry("CRAM", "msvideo1"),
            Map.entry("WHAM", "msvideo1"),
            Map.entry("MRLE", "msrle"),
            Map.entry("HFYU", "huffyuv"),
            Map.entry("FFVH", "ffvhuff"),
            Map.entry("FFV1", "ffv1"),
            Map.entry("LAGS", "lagarith"),
            Map.entry("ULRG", "utvideo"),
            Map.entry("ULRA", "utvideo"),
            Map.entry("ULY0", "utvideo"),
            Map.entry("ULY2", "utvideo"),
            Map.entry("CFHD", "cfhd"),
            Map.entry("MAGY", "magicyuv"),
            Map.entry("ZLIB", "zlib"),
            Map.entry("ZMBV", "zmbv"),
            Map.entry("TSCC", "tscc"),
            Map.entry("TSC2", "tscc2"),
            Map.entry("CSCD", "cscd"),
            Map.entry("SVQ1", "svq1"),
            Map.entry("SVQ3", "svq3"),
            Map.entry("RPZA", "rpza"),
            Map.entry("SMC ", "smc"),
            Map.entry("RLE ", "qtrle"),
            Map.entry("APCN", "prores"),
            Map.entry("APCH", "prores"),
            Map.entry("APCS", "prores"),
            Map.entry("APCO", "prores"),
            Map.entry("AP4H", "prores"),
            Map.entry("AVDN", "dnxhd"),
            Map.entry("PNG1", "png"),
            Map.entry("MPNG", "png"),
            Map.entry("DIB ", "rawvideo"),
            Map.entry("YV12", "rawvideo"),
            Map.entry("I420", "rawvideo"),
            Map.entry("IYUV", "rawvideo"),
            Map.entry("YUY2", "rawvideo"),
            Map.entry("UYVY", "rawvideo"),
            Map.entry("NV12", "rawvideo"),
            Map.entry("V210", "v210"));

    private VideoFourCc() {}

    /** Of four characters in any case; four zero bytes are uncompressed pictures. */
    public static Optional<String> codec(String fourCc) {
        if (fourCc.equals("\0\0\0\0")) {
            return Optional.of("rawvideo");
        }
        if (fourCc.equals("\1\0\0\0") || fourCc.equals("\2\0\0\0")) {
            return Optional.of("msrle");
        }
        return Optional.ofNullable(NAMES.get(fourCc.toUpperCase(Locale.ROOT)));
    }
}
