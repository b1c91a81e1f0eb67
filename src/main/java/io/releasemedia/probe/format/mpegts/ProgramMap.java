package io.releasemedia.probe.format.mpegts;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names the streams of a program map section (ISO/IEC 13818-1 section 2.4.4.8; private types of ATSC A/53, DVB and
 * Blu-ray).
 */
final class ProgramMap {

    private static final int MAX_STREAMS = 64;

    private ProgramMap() {}

    /**
     * The streams by their packet identifiers, in the map's order.
     *
     * @param section from its table identifier on; what is cut off is not read
     * @param bluRay whether the packets have Blu-ray's time codes, so that its private types hold
     */
    static Map<Integer, Elementary> parse(byte[] section, boolean bluRay) {
        Map<Integer, Elementary> streams = new LinkedHashMap<>();
        if (section.length < 12) {
            return streams;
        }
        int end = Math.min(section.length, 3 + u12(section, 1) - 4);
        int programEnd = 12 + u12(section, 10);
        boolean hdmv =
                bluRay || registration(section, 12, Math.min(programEnd, end)).equals("HDMV");
        int at = programEnd;
        while (at + 5 <= end && streams.size() < MAX_STREAMS) {
            int type = section[at] & 0xff;
            int pid = (section[at + 1] & 0x1f) << 8 | section[at + 2] & 0xff;
            int next = at + 5 + u12(section, at + 3);
            String codec = codec(type, hdmv);
            if (codec.isEmpty()) {
                codec = described(section, at + 5, Math.min(next, end));
            }
            if (!codec.isEmpty()) {
                streams.put(pid, new Elementary(codec, isVideo(codec)));
            }
            at = next;
        }
        return streams;
    }

    private static int u12(byte[] data, int at) {
        return (data[at] & 0x0f) << 8 | data[at + 1] & 0xff;
    }

    private static boolean isVideo(String codec) {
        return switch (codec) {
            case "mpeg1video", "mpeg2video", "mpeg4", "h264", "hevc", "vvc", "vc1", "av1", "dirac", "jpeg2000" -> true;
            default -> false;
        };
    }

    private static String codec(int type, boolean hdmv) {
        return switch (type) {
            case 0x01 -> "mpeg1video";
            case 0x02 -> "mpeg2video";
            case 0x03, 0x04 -> "mp2";
            case 0x0f -> "aac";
            case 0x10 -> "mpeg4";
            case 0x11 -> "aac_latm";
            case 0x1b, 0x20 -> "h264";
            case 0x21 -> "jpeg2000";
            case 0x24 -> "hevc";
            case 0x33 -> "vvc";
            case 0x81 -> "ac3";
            case 0x87 -> "eac3";
            case 0xd1 -> "dirac";
            case 0xea -> "vc1";
            default -> hdmv ? bluRay(type) : "";
        };
    }

    private static String bluRay(int type) {
        return switch (type) {
            case 0x80 -> "pcm_bluray";
            case 0x82, 0x85, 0x86, 0xa2 -> "dts";
            case 0x83 -> "truehd";
            case 0x84, 0xa1 -> "eac3";
            default -> "";
        };
    }

    private static String registration(byte[] data, int from, int to) {
        for (int at = from; at + 2 <= to; at += 2 + (data[at + 1] & 0xff)) {
            if (data[at] == 5 && at + 6 <= to) {
                return new String(data, at + 2, 4, StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    /** By a descriptor of a stream with private data. */
    private static String described(byte[] data, int from, int to) {
        for (int at = from; at + 2 <= to; at += 2 + (data[at + 1] & 0xff)) {
            switch (data[at] & 0xff) {
                case 0x6a -> {
                    return "ac3";
                }
                case 0x7a -> {
                    return "eac3";
                }
                case 0x7b -> {
                    return "dts";
                }
                case 0x7c -> {
                    return "aac";
                }
                default -> {
                    // Languages and the like.
                }
            }
        }
        return switch (registration(data, from, to)) {
            case "AC-3" -> "ac3";
            case "EAC3" -> "eac3";
            case "DTS1", "DTS2", "DTS3" -> "dts";
            case "HEVC" -> "hevc";
            case "AV01" -> "av1";
            case "VC-1" -> "vc1";
            case "Opus" -> "opus";
            case "BSSD" -> "s302m";
            default -> "";
        };
    }
}
