package io.releasemedia.probe.format;

/** The facts that a probe can establish; {@link #key()} is the key in the API's {@code metadata}. */
public enum Field {
    /** Seconds, 3 decimals: a number. */
    DURATION("duration"),
    /** kbit/s of the audio, rounded: a string. */
    BITRATE("bitrate"),
    /** Hz: a string. */
    SAMPLE_RATE("sampleRate"),
    /** A string. */
    CHANNELS("channels"),
    /** ffprobe's codec name; the video codec of a video. */
    CODEC("codec"),
    /** Bytes of the whole file: a number. */
    FILE_SIZE("fileSize"),
    /** By content. */
    MIME_TYPE("mimeType"),
    /** Bits of a PCM or lossless sample: a number. */
    BITS_PER_SAMPLE("bitsPerSample"),
    /** Short name of the container, as the reader's folder: {@code ogg}. */
    CONTAINER("container"),
    /** Whether the audio is coded without loss. */
    LOSSLESS("lossless"),
    /** {@code CBR}, {@code VBR} or {@code ABR}. */
    BITRATE_MODE("bitrateMode"),
    /** ffprobe's codec name of a video's first audio stream. */
    AUDIO_CODEC("audioCodec"),
    /** Pixels. */
    WIDTH("width"),
    /** Pixels. */
    HEIGHT("height"),
    /** Frames a second, 3 decimals. */
    FRAME_RATE("frameRate"),
    /** {@code RGB}, {@code Gray}, {@code Indexed}, {@code YCbCr}, {@code CMYK}, {@code Lab} …. */
    COLOR_SPACE("colorSpace"),
    /** Bits of one colour channel: a number. */
    BIT_DEPTH("bitDepth"),
    /** Whether an image has an alpha channel or a transparent colour. */
    ALPHA("alpha"),
    /** Pages of a document: a number. */
    PAGE_COUNT("pageCount"),
    /** True where the file ends before its headers say; absent otherwise. */
    TRUNCATED("truncated"),
    /** True where the duration or bit rate was extrapolated from samples of the file; absent otherwise. */
    ESTIMATED("estimated");

    private final String key;

    Field(String key) {
        this.key = key;
    }

    /** The key in the API's {@code metadata}. */
    public String key() {
        return key;
    }
}
