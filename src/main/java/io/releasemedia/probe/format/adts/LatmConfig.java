package io.releasemedia.probe.format.adts;

import io.releasemedia.probe.format.codec.AudioSpecificConfig;
import io.releasemedia.probe.format.codec.Bits;
import java.util.Optional;

/**
 * The StreamMuxConfig at the start of an AudioMuxElement (ISO/IEC 14496-3 section 1.7.3.1), as far as its first layer.
 *
 * @param audio what the first layer carries
 * @param subframes payloads of a frame of audio each in one element
 */
record LatmConfig(AudioSpecificConfig audio, int subframes) {

    /** The configuration in an element's bytes; empty where it repeats the previous one or is broken. */
    static Optional<LatmConfig> parse(byte[] element) {
        Bits bits = new Bits(element);
        if (bits.flag()) {
            return Optional.empty();
        }
        boolean second = bits.flag();
        if (second && bits.flag()) {
            return Optional.empty();
        }
        if (second) {
            value(bits);
        }
        bits.skip(1);
        int subframes = bits.take(6) + 1;
        bits.skip(4 + 3);
        if (second) {
            value(bits);
        }
        return AudioSpecificConfig.parseAhead(bits)
                .filter(audio -> !bits.overrun())
                .map(audio -> new LatmConfig(audio, subframes));
    }

    /** LatmGetValue: up to 4 bytes. */
    private static void value(Bits bits) {
        bits.skip(8 * (bits.take(2) + 1));
    }
}
