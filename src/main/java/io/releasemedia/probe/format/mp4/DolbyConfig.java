package io.releasemedia.probe.format.mp4;

import io.releasemedia.probe.format.codec.Bits;
import java.util.Optional;

/**
 * The AC3SpecificBox and EC3SpecificBox (ETSI TS 102 366 annex F).
 *
 * @param codec ffprobe's name
 * @param sampleRate Hz; 0 where the box leaves it to the sample entry
 * @param channels with the low-frequency one and those of dependent substreams
 * @param kbps data rate in kbit/s
 */
record DolbyConfig(String codec, int sampleRate, int channels, int kbps) {

    private static final int[] HERTZ = {48_000, 44_100, 32_000, 0};
    /** Channels without the low-frequency one by audio coding mode. */
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};

    private static final int[] KBPS = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };
    /** Bits of chan_loc that stand for two channels: Lc/Rc, Lrs/Rrs, Lsd/Rsd, Lw/Rw, Lvh/Rvh. */
    private static final int PAIRS = 0b0_0111_0011;

    static Optional<DolbyConfig> ac3(byte[] body) {
        Bits bits = new Bits(body);
        int rate = bits.take(2);
        bits.skip(8);
        int channels = CHANNELS[bits.take(3)] + bits.take(1);
        int code = bits.take(5);
        return bits.overrun() || code >= KBPS.length
                ? Optional.empty()
                : Optional.of(new DolbyConfig("ac3", HERTZ[rate], channels, KBPS[code]));
    }

    static Optional<DolbyConfig> eac3(byte[] body) {
        Bits bits = new Bits(body);
        int kbps = bits.take(13);
        bits.skip(3);
        int rate = bits.take(2);
        bits.skip(10);
        int channels = CHANNELS[bits.take(3)] + bits.take(1);
        bits.skip(3);
        if (bits.take(4) > 0) {
            int locations = bits.take(9);
            channels += Integer.bitCount(locations) + Integer.bitCount(locations & PAIRS);
        }
        return bits.overrun() ? Optional.empty() : Optional.of(new DolbyConfig("eac3", HERTZ[rate], channels, kbps));
    }
}
