package io.releasemedia.probe.format.dts;

import io.releasemedia.probe.format.codec.Bits;
import java.util.Optional;

/**
 * The header of a DTS core frame or of an extension substream (ETSI TS 102 114 sections 5.3 and 7.4), in 16-bit
 * big-endian words.
 *
 * @param length bytes of the frame
 * @param samples samples of each channel; 0 for an extension
 * @param sampleRate Hz; 0 for an extension
 * @param channels low-frequency one included; 0 for an extension
 */
record DtsHeader(int length, int samples, int sampleRate, int channels) {

    /** Bytes that are looked at. */
    static final int SIZE = 16;

    private static final int CORE = 0x7ffe_8001;
    private static final int EXTENSION = 0x6458_2025;
    private static final int[] HERTZ = {
        0, 8_000, 16_000, 32_000, 0, 0, 11_025, 22_050, 44_100, 0, 0, 12_000, 24_000, 48_000, 0, 0
    };
    private static final int[] CHANNELS = {1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6, 7, 8, 8};
    private static final int LEAST_LENGTH = 96;

    static Optional<DtsHeader> parse(byte[] bytes) {
        Bits bits = new Bits(bytes);
        int sync = bits.take(32);
        if (bytes.length < SIZE || (sync != CORE && sync != EXTENSION)) {
            return Optional.empty();
        }
        return sync == CORE ? core(bits) : extension(bits);
    }

    private static Optional<DtsHeader> core(Bits bits) {
        bits.skip(1 + 5 + 1);
        int samples = (bits.take(7) + 1) * 32;
        int length = bits.take(14) + 1;
        int arrangement = bits.take(6);
        int sampleRate = HERTZ[bits.take(4)];
        bits.skip(5 + 5 + 3 + 2);
        int lowFrequency = bits.take(2);
        if (sampleRate == 0 || length < LEAST_LENGTH || arrangement >= CHANNELS.length || lowFrequency == 3) {
            return Optional.empty();
        }
        int channels = CHANNELS[arrangement] + (lowFrequency > 0 ? 1 : 0);
        return Optional.of(new DtsHeader(length, samples, sampleRate, channels));
    }

    private static Optional<DtsHeader> extension(Bits bits) {
        bits.skip(8 + 2);
        boolean longer = bits.flag();
        int header = bits.take(longer ? 12 : 8) + 1;
        int length = bits.take(longer ? 20 : 16) + 1;
        return length < header ? Optional.empty() : Optional.of(new DtsHeader(length, 0, 0, 0));
    }
}
