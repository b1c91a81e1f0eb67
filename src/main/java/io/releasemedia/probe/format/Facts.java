package io.releasemedia.probe.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one engine established about a file. It is the one place where the API's types are made: durations are numbers
 * with 3 decimals, bit rate, sample rate and channels are strings, and what is zero, negative, infinite or not a number
 * is not a fact and is left out.
 */
public final class Facts {

    private static final double SHORTEST = 0.001;

    private final Map<Field, Object> values = new EnumMap<>(Field.class);

    /** Seconds; what is there but shorter than half the last decimal is shown as that decimal. */
    public Facts duration(double seconds) {
        return number(Field.DURATION, seconds > 0 ? Math.max(seconds, SHORTEST) : seconds, 3);
    }

    /** Seconds, from a count of samples (frames of one sample a channel). */
    public Facts samples(long samples, long sampleRate) {
        return sampleRate <= 0 ? this : duration((double) samples / sampleRate);
    }

    /** kbit/s (1 kbit = 1,000 bits); what is there but less than half of one is shown as one. */
    public Facts bitrate(double kbps) {
        return Double.isFinite(kbps) && kbps > 0
                ? put(Field.BITRATE, Long.toString(Math.max(1, Math.round(kbps))))
                : this;
    }

    /** Bit rate from the audio's own bytes and its length in seconds; nothing where either is not positive. */
    public Facts bitrate(long audioBytes, double seconds) {
        return audioBytes > 0 && seconds > 0 ? bitrate(audioBytes * 8 / seconds / 1000) : this;
    }

    /** Hz. */
    public Facts sampleRate(double hertz) {
        return Double.isFinite(hertz) && Math.round(hertz) > 0
                ? put(Field.SAMPLE_RATE, Long.toString(Math.round(hertz)))
                : this;
    }

    /** Audio channels. */
    public Facts channels(long count) {
        return count > 0 ? put(Field.CHANNELS, Long.toString(count)) : this;
    }

    /** ffprobe's name; for a video the video codec. */
    public Facts codec(String name) {
        return put(Field.CODEC, name);
    }

    /** ffprobe's name of a video's first audio stream. */
    public Facts audioCodec(String name) {
        return put(Field.AUDIO_CODEC, name);
    }

    /** MIME type, where the reader knows it better than the detector (audio or video, which codec in Ogg). */
    public Facts mimeType(String type) {
        return put(Field.MIME_TYPE, type);
    }

    /** Pixels. */
    public Facts size(long width, long height) {
        return width > 0 && height > 0 ? put(Field.WIDTH, width).put(Field.HEIGHT, height) : this;
    }

    /** Frames a second. */
    public Facts frameRate(double framesPerSecond) {
        return number(Field.FRAME_RATE, framesPerSecond, 3);
    }

    /** Bits of one audio sample. */
    public Facts bitsPerSample(long bits) {
        return count(Field.BITS_PER_SAMPLE, bits);
    }

    /** Any count of at least 1: pages, bits of a colour channel. */
    public Facts count(Field field, long count) {
        return count > 0 ? put(field, count) : this;
    }

    /** The file ends before its headers say. */
    public Facts truncated() {
        return put(Field.TRUNCATED, true);
    }

    /** Duration or bit rate was extrapolated from samples. */
    public Facts estimated() {
        return put(Field.ESTIMATED, true);
    }

    /** Any other fact, already in the API's type; blank text is no fact. */
    public Facts put(Field field, Object value) {
        if (!(value instanceof String text) || !text.isBlank()) {
            values.put(field, value);
        }
        return this;
    }

    /** Takes a fact back. */
    public Facts remove(Field field) {
        values.remove(field);
        return this;
    }

    /** The value of a field, if it is established. */
    public Optional<Object> get(Field field) {
        return Optional.ofNullable(values.get(field));
    }

    /** Whether a field is established. */
    public boolean has(Field field) {
        return values.containsKey(field);
    }

    /** Whether nothing is established. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** All facts in the order of {@link Field}. */
    public Map<Field, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    private Facts number(Field field, double value, int decimals) {
        if (!Double.isFinite(value)) {
            return this;
        }
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        // Not 3E+1: some who read numbers take them as text.
        return rounded.signum() > 0 ? put(field, rounded.setScale(Math.max(0, rounded.scale()))) : this;
    }
}
