package io.releasemedia.probe.format.codec;

import java.util.Optional;

/**
 * AAC's program_config_element (ISO/IEC 14496-3 section 4.4.1.1): the channels of a stream whose channel configuration
 * is 0.
 *
 * @param objectType audio object type, 1 to 4
 * @param sampleRate Hz
 * @param channels number of channels, low-frequency ones included
 */
public record ProgramConfig(int objectType, int sampleRate, int channels) {

    /**
     * Reads the element behind its id and its instance tag's 4 bits included; leaves {@code bits} behind its comment.
     * Empty where it does not fit, names a reserved sample rate or no channel.
     *
     * @param bits at the instance tag; its first bit is where the alignment before the comment counts from
     */
    public static Optional<ProgramConfig> parse(Bits bits) {
        bits.skip(4);
        int objectType = bits.take(2) + 1;
        int sampleRate = AudioSpecificConfig.sampleRate(bits.take(4));
        int pairable = bits.take(4) + bits.take(4) + bits.take(4);
        int lowFrequency = bits.take(2);
        int associated = bits.take(3);
        int coupling = bits.take(4);
        bits.skip(bits.flag() ? 4 : 0);
        bits.skip(bits.flag() ? 4 : 0);
        bits.skip(bits.flag() ? 3 : 0);
        int channels = lowFrequency;
        for (int i = 0; i < pairable; i++) {
            channels += bits.flag() ? 2 : 1;
            bits.skip(4);
        }
        bits.skip(4 * (lowFrequency + associated) + 5 * coupling);
        bits.align();
        bits.skip(8 * bits.take(8));
        return bits.overrun() || sampleRate == 0 || channels == 0
                ? Optional.empty()
                : Optional.of(new ProgramConfig(objectType, sampleRate, channels));
    }
}
