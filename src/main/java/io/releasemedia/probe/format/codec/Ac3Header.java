package io.releasemedia.probe.format.codec;

import java.util.Optional;

/**
 * The header of an AC-3 or E-AC-3 frame (ETSI TS 102 366, section 4.3 syncinfo and bsi, annex E section E.1.2).
 *
 * @param enhanced whether it is E-AC-3
 * @param sampleRate Hz
 * @param channels low-frequency one included
 * @param frameLength bytes from this header to the next
 * @param samplesPerFrame samples of each channel in a frame
 * @param bitrateKbps kbit/s, as the header says (AC-3) or as follows from the frame's length (E-AC-3)
 * @param dependent whether the frame adds channels to the independent frame before it (E-AC-3)
 * @param substream number of the substream (E-AC-3), which is its programme for an independent one
 * @param addedChannels channels that a dependent frame adds to those of the independent one
 */
public record Ac3Header(
        boolean enhanced,
        int sampleRate,
        int channels,
        int frameLength,
        int samplesPerFrame,
        int bitrateKbps,
        boolean dependent,
        int substream,
        int addedChannels) {

    /** The 16-bit sync word. */
    public static final int SYNC = 0x0b77;
    /** The most bytes of a header that are looked at. */
    public static final int SIZE = 16;

    private static final int[] HERTZ = {48_000, 44_100, 32_000};
    private static final int[] KBPS = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };
    /** Full-range channels of an audio coding mode; 0 is two mono programmes. */
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};

    private static final int[] BLOCKS = {1, 2, 3, 6};
    private static final int SAMPLES_PER_BLOCK = 256;
    /** Locations of a channel map, most significant bit first, that are pairs of channels (table E.1.4). */
    private static final int PAIRS = 0b0000_0110_0111_0100;
    /** Locations that an independent frame can have itself: left, centre, right, both surrounds, low frequency. */
    private static final int MAIN_LOCATIONS = 0b1111_1000_0000_0001;

    /** The header at the start of these bytes; empty where the sync word is missing or a value is reserved. */
    public static Optional<Ac3Header> parse(byte[] bytes) {
        Bits bits = new Bits(bytes);
        if (bytes.length < 8 || bits.take(16) != SYNC) {
            return Optional.empty();
        }
        int version = (bytes[5] & 0xff) >> 3;
        if (version <= 10) {
            return parsePlain(bits, version);
        }
        return version <= 16 ? parseEnhanced(bits) : Optional.empty();
    }

    /** ffprobe's codec name. */
    public String codec() {
        return enhanced ? "eac3" : "ac3";
    }

    private static Optional<Ac3Header> parsePlain(Bits bits, int version) {
        int rate = bits.skip(16).take(2);
        int size = bits.take(6);
        if (rate == 3 || size >> 1 >= KBPS.length) {
            return Optional.empty();
        }
        int mode = bits.skip(8).take(3);
        bits.skip((mode & 1) != 0 && mode != 1 ? 2 : 0);
        bits.skip((mode & 4) != 0 ? 2 : 0);
        bits.skip(mode == 2 ? 2 : 0);
        int channels = CHANNELS[mode] + bits.take(1);
        // Versions 9 and 10 are the unofficial half and quarter of the sample rate, with the same frame sizes.
        int shift = Math.max(0, version - 8);
        int kbps = KBPS[size >> 1];
        // 1536 samples at kbps * 1000 bit/s, in 16-bit words; at 44.1 kHz the lowest bit adds the word for the rest.
        int words = kbps * 96_000 / HERTZ[rate] + (rate == 1 ? size & 1 : 0);
        return Optional.of(new Ac3Header(
                false, HERTZ[rate] >> shift, channels, words * 2, 6 * SAMPLES_PER_BLOCK, kbps >> shift, false, 0, 0));
    }

    private static Optional<Ac3Header> parseEnhanced(Bits bits) {
        int type = bits.take(2);
        int substream = bits.take(3);
        int length = (bits.take(11) + 1) * 2;
        int rate = bits.take(2);
        int second = bits.take(2);
        if (type == 3 || length < 8 || (rate == 3 && second == 3)) {
            return Optional.empty();
        }
        int hertz = rate == 3 ? HERTZ[second] / 2 : HERTZ[rate];
        int samples = SAMPLES_PER_BLOCK * (rate == 3 ? 6 : BLOCKS[second]);
        int mode = bits.take(3);
        int low = bits.take(1);
        bits.skip(5);
        int programmes = mode == 0 ? 2 : 1;
        for (int i = 0; i < programmes; i++) {
            bits.skip(5);
            bits.skip(bits.flag() ? 8 : 0);
        }
        int channels = CHANNELS[mode] + low;
        int added = 0;
        if (type == 1) {
            added = bits.flag() ? added(bits.take(16)) : channels;
        }
        int kbps = (int) Math.round(length * 8.0 * hertz / samples / 1000);
        return Optional.of(new Ac3Header(true, hertz, channels, length, samples, kbps, type == 1, substream, added));
    }

    /** Channels of a map at locations that the independent frame does not have. */
    private static int added(int map) {
        int news = map & ~MAIN_LOCATIONS;
        return Integer.bitCount(news) + Integer.bitCount(news & PAIRS);
    }
}
