package io.releasemedia.probe.format.codec;

import java.util.Optional;

/**
 * MPEG-4's AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2): what an MP4, Matroska, FLV or LATM stream says about
 * its AAC, ALS or USAC audio.
 *
 * @param objectType audio object type of the core coder (2 = AAC LC)
 * @param coreSampleRate Hz of the core coder
 * @param sampleRate Hz of the output, after explicitly signalled spectral band replication
 * @param channels of the output, after explicitly signalled parametric stereo; 0 where the configuration leaves it open
 * @param samplesPerFrame samples of each channel in a frame, at the core's rate; 0 where the object type does not fix it
 */
public record AudioSpecificConfig(
        int objectType, int coreSampleRate, int sampleRate, int channels, int samplesPerFrame) {

    private static final int[] HERTZ = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 2, 3, 4, 7, 8, 24, 8};
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int ALS = 36;
    private static final int USAC = 42;
    private static final int SYNC_SBR = 0x2b7;
    private static final int SYNC_PS = 0x548;
    /** Bits; a program config element with its comment is shorter. */
    private static final int MAX_SEARCH = 4096;

    /** Hz of a 4-bit sampling frequency index; 0 where it is reserved or the escape value. */
    public static int sampleRate(int index) {
        return index >= 0 && index < HERTZ.length ? HERTZ[index] : 0;
    }

    /** Number of channels of a channel configuration; 0 where a program config element has them or it is reserved. */
    public static int channels(int configuration) {
        return configuration >= 0 && configuration < CHANNELS.length ? CHANNELS[configuration] : 0;
    }

    /**
     * The configuration in these bytes, which are all of it: a signal of spectral band replication may stand at their
     * end. Empty where they end too early or say no sample rate.
     */
    public static Optional<AudioSpecificConfig> parse(byte[] bytes) {
        return parse(new Bits(bytes), true);
    }

    /** The configuration at {@code bits}, behind which other data follows. */
    public static Optional<AudioSpecificConfig> parseAhead(Bits bits) {
        return parse(bits, false);
    }

    private static Optional<AudioSpecificConfig> parse(Bits bits, boolean extended) {
        Draft draft = new Draft();
        draft.read(bits, extended);
        return draft.sampleRate <= 0 || draft.tooShort
                ? Optional.empty()
                : Optional.of(new AudioSpecificConfig(
                        draft.objectType, draft.coreSampleRate, draft.sampleRate, draft.channels, draft.frame));
    }

    /** ffprobe's codec name. */
    public String codec() {
        return switch (objectType) {
            case 32, 33, 34 -> "mp3on4";
            case ALS -> "mp4als";
            default -> "aac";
        };
    }

    /** Whether the output has another rate than the core: the bytes of a frame then stand for twice its samples. */
    public boolean isBandReplicated() {
        return sampleRate != coreSampleRate;
    }

    private static int objectType(Bits bits) {
        int type = bits.take(5);
        return type == 31 ? 32 + bits.take(6) : type;
    }

    private static int rate(Bits bits) {
        int index = bits.take(4);
        return index == 15 ? bits.take(24) : sampleRate(index);
    }

    /** The configuration while it is read. */
    private static final class Draft {
        private int objectType;
        private int coreSampleRate;
        private int sampleRate;
        private int channels;
        private int frame;
        private boolean tooShort;

        void read(Bits bits, boolean extended) {
            objectType = AudioSpecificConfig.objectType(bits);
            coreSampleRate = rate(bits);
            sampleRate = coreSampleRate;
            int configuration = bits.take(4);
            channels = channels(configuration);
            boolean stereo = objectType == PS;
            if (objectType == SBR || objectType == PS) {
                sampleRate = rate(bits);
                objectType = AudioSpecificConfig.objectType(bits);
                bits.skip(objectType == 22 ? 4 : 0);
            }
            tooShort = bits.overrun();
            switch (objectType) {
                case 1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23 -> readGeneral(bits, configuration);
                case ALS -> readLossless(bits);
                case USAC -> readUnified(bits);
                case 39 -> frame = bits.flag() ? 480 : 512;
                default -> frame = 0;
            }
            if (extended && sampleRate == coreSampleRate) {
                stereo |= readExtension(bits);
            }
            if (stereo && channels == 1) {
                channels = 2;
            }
        }

        /** GASpecificConfig, section 4.4.1. */
        private void readGeneral(Bits bits, int configuration) {
            boolean low = objectType == 23;
            boolean shortFrame = bits.flag();
            frame = low ? (shortFrame ? 480 : 512) : (shortFrame ? 960 : 1024);
            bits.skip(bits.flag() ? 14 : 0);
            boolean extension = bits.flag();
            if (configuration == 0) {
                channels =
                        ProgramConfig.parse(bits).map(ProgramConfig::channels).orElse(0);
            }
            bits.skip(objectType == 6 || objectType == 20 ? 3 : 0);
            if (extension) {
                bits.skip(objectType == 22 ? 16 : 0);
                bits.skip(objectType == 17 || objectType == 19 || objectType == 20 || objectType == 23 ? 3 : 0);
                bits.skip(1);
            }
        }

        /** ALSSpecificConfig, section 11.3, behind 5 fill bits and, in some writers' files, a repeated type code. */
        private void readLossless(Bits bits) {
            bits.skip(5);
            bits.skip(bits.peek(24) == 0x00_414c ? 24 : 0);
            if (bits.take(32) == 0x414c_5300 && bits.remaining() >= 80) {
                coreSampleRate = bits.take(32);
                sampleRate = coreSampleRate;
                bits.skip(32);
                channels = bits.take(16) + 1;
            }
        }

        /** The start of UsacConfig (ISO/IEC 23003-3 section 5.2). */
        private void readUnified(Bits bits) {
            int index = bits.take(5);
            bits.skip(index == 31 ? 24 : 0);
            int length = bits.take(3);
            frame = length == 0 ? 768 : 1024;
            int configuration = bits.take(5);
            if (channels == 0 && !bits.overrun()) {
                channels = channels(configuration);
            }
        }

        /** The backward compatible signal behind the configuration; whether it says parametric stereo. */
        private boolean readExtension(Bits bits) {
            for (int i = 0; i < MAX_SEARCH && bits.remaining() > 15 && bits.peek(11) != SYNC_SBR; i++) {
                bits.skip(1);
            }
            if (bits.remaining() <= 15 || bits.take(11) != SYNC_SBR || bits.take(5) != SBR || !bits.flag()) {
                return false;
            }
            int extended = rate(bits);
            if (!bits.overrun() && extended > 0) {
                sampleRate = extended;
            }
            return bits.remaining() >= 12 && bits.take(11) == SYNC_PS && bits.flag();
        }
    }
}
