package io.releasemedia.probe.format.ogg;

/** One logical stream of an Ogg file, as its first packet describes it. */
sealed interface OggTrack {

    /** Units of time (samples or frames) at a granule position, counted from the stream's start. */
    long units(long granule);

    /** Units a second; 0 where time is not known. */
    double rate();

    /** The most units that one packet can hold; 0 where that is not known. */
    long unitsPerPacket();

    /** Units that are coded but not played. */
    default long preSkip() {
        return 0;
    }

    /**
     * Sound; granule positions count samples.
     *
     * @param codec ffprobe's name
     * @param sampleRate Hz as shown, which for Opus is not the rate of granule positions; 0 or less if not said
     * @param bits of a sample; 0 where the codec has none
     * @param bitrate bit/s that the stream declares; 0 or less where it declares none
     * @param bitrateMode {@code CBR} or {@code VBR}
     * @param totalSamples as declared; 0 where it is not
     */
    record Audio(
            String codec,
            long sampleRate,
            int channels,
            int bits,
            long bitrate,
            String bitrateMode,
            double rate,
            long preSkip,
            long unitsPerPacket,
            long totalSamples)
            implements OggTrack {

        @Override
        public long units(long granule) {
            return granule;
        }

        boolean isOpus() {
            return codec.equals("opus");
        }

        boolean isLossless() {
            return bits > 0;
        }
    }

    /**
     * Pictures; a granule position is the number of the last key frame, shifted, and the frames since.
     *
     * @param width pixels; 0 where it is not known, as {@code height} and {@code rate}
     * @param rate frames a second
     * @param shift bits of the granule position that count frames since the key frame
     * @param frameMask those of them that count
     */
    record Video(String codec, long width, long height, double rate, int shift, long frameMask) implements OggTrack {

        @Override
        public long units(long granule) {
            return (granule >>> shift) + (granule & frameMask);
        }

        @Override
        public long unitsPerPacket() {
            return 1;
        }
    }

    /** Text, an index, or what nobody knows. */
    record Other() implements OggTrack {

        @Override
        public long units(long granule) {
            return 0;
        }

        @Override
        public double rate() {
            return 0;
        }

        @Override
        public long unitsPerPacket() {
            return 0;
        }
    }
}
