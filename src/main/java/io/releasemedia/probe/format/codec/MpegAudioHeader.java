package io.releasemedia.probe.format.codec;

import java.util.Optional;

/**
 * The 32-bit header of an MPEG audio frame (ISO/IEC 11172-3 section 2.4.1.3, ISO/IEC 13818-3 section 2.4.1.3, and the
 * unofficial MPEG 2.5 for the lowest sample rates).
 *
 * @param version version of the standard, which sets the ranges of sample and bit rates
 * @param layer 1, 2 or 3
 * @param bitrateKbps kbit/s; 0 for free format, where the distance to the next header gives the frame's length
 * @param sampleRate Hz
 * @param channels 1 or 2
 * @param padding whether the frame has one slot more
 * @param crc whether a 16-bit checksum follows the header
 */
public record MpegAudioHeader(
        Version version, int layer, int bitrateKbps, int sampleRate, int channels, boolean padding, boolean crc) {

    /** Bytes of the header. */
    public static final int SIZE = 4;

    /** Versions of the standard. */
    public enum Version {
        /** ISO/IEC 11172-3: 32, 44.1 and 48 kHz. */
        MPEG_1(0),
        /** ISO/IEC 13818-3: half of these. */
        MPEG_2(1),
        /** A quarter of these. */
        MPEG_2_5(2);

        /** How often MPEG 1's sample rates are halved. */
        private final int halvings;

        Version(int halvings) {
            this.halvings = halvings;
        }
    }

    private static final int[][] MPEG_1_KBPS = {
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
    };
    private static final int[][] MPEG_2_KBPS = {
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };
    private static final int[] MPEG_1_HERTZ = {44_100, 48_000, 32_000};

    /** Whether a word can be a header: sync bits and no reserved value. Cheaper than {@link #parse}. */
    public static boolean matches(int word) {
        return (word & 0xffe0_0000) == 0xffe0_0000
                && (word >> 19 & 3) != 1
                && (word >> 17 & 3) != 0
                && (word >> 12 & 15) != 15
                && (word >> 10 & 3) != 3;
    }

    /** The header in a big-endian word; empty where sync bits are missing or a value is reserved. */
    public static Optional<MpegAudioHeader> parse(int word) {
        if (!matches(word)) {
            return Optional.empty();
        }
        Version version =
                switch (word >> 19 & 3) {
                    case 3 -> Version.MPEG_1;
                    case 2 -> Version.MPEG_2;
                    default -> Version.MPEG_2_5;
                };
        int layer = 4 - (word >> 17 & 3);
        int[][] rates = version == Version.MPEG_1 ? MPEG_1_KBPS : MPEG_2_KBPS;
        return Optional.of(new MpegAudioHeader(
                version,
                layer,
                rates[layer - 1][word >> 12 & 15],
                MPEG_1_HERTZ[word >> 10 & 3] >> version.halvings,
                (word >> 6 & 3) == 3 ? 1 : 2,
                (word & 0x200) != 0,
                (word & 0x1_0000) == 0));
    }

    /** Bytes from this header to the next; 0 for free format, where the header does not say. */
    public int frameLength() {
        return bitrateKbps == 0 ? 0 : slots(bitrateKbps * 1000) * slotBytes();
    }

    /** Bytes of the frame without its padding slot, at a rate in bit/s. */
    private int slots(int bitsPerSecond) {
        return samplesPerFrame() / (8 * slotBytes()) * bitsPerSecond / sampleRate + (padding ? 1 : 0);
    }

    /** Bytes of a slot, the unit of padding. */
    public int slotBytes() {
        return layer == 1 ? 4 : 1;
    }

    /** Samples of each channel in a frame. */
    public int samplesPerFrame() {
        return switch (layer) {
            case 1 -> 384;
            case 2 -> 1152;
            default -> version == Version.MPEG_1 ? 1152 : 576;
        };
    }

    /** Bytes of a layer III frame's side information, behind header and checksum. */
    public int sideInfoLength() {
        if (version == Version.MPEG_1) {
            return channels == 1 ? 17 : 32;
        }
        return channels == 1 ? 9 : 17;
    }

    /** ffprobe's codec name: {@code mp1}, {@code mp2} or {@code mp3}. */
    public String codec() {
        return "mp" + layer;
    }

    /** Whether both can be headers of one stream: version, layer and sample rate never change in it. */
    public boolean sameStream(MpegAudioHeader other) {
        return version == other.version && layer == other.layer && sampleRate == other.sampleRate;
    }
}
