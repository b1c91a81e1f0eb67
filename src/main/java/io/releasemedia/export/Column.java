package io.releasemedia.export;

import java.util.Optional;

/** The columns of the bundles: what they mean, for the schemas that stand beside them. */
enum Column {
    RELEASE_ID("releaseId", Type.TEXT, true, "The release: a uuid."),
    TENANT_ID("tenantId", Type.TEXT, true, "The tenant (workspace) that the release belongs to."),
    TRACK_ID("trackId", Type.TEXT, false, "The track that it belongs to: a uuid. Absent for media of the release."),
    CLOUD_ID("cloudId", Type.TEXT, true, "Storage id of a file, or unique id of a link; unique within the release."),
    CLOUD_URL("cloudUrl", Type.TEXT, true, "Storage URL of a file, often signed and expiring, or the submitted link."),
    TYPE("type", Type.TEXT, true, "audio, video, image or document."),
    NAME("name", Type.TEXT, true, "File name, or title of a link."),
    IS_LINK("isLink", Type.BOOLEAN, true, "Whether this is a link, not a file."),
    RELEASE_PATH("releasePath", Type.TEXT, false, "Temporary storage path; files only."),
    METADATA("metadata", Type.JSON, true, "The contract's metadata keys and any other, as they are."),
    DURATION("duration", Type.NUMBER, false, "Length of audio or video.", "s"),
    BITRATE("bitrate", Type.TEXT, false, "Bit rate of the audio stream, a number as text.", "kbit/s"),
    SAMPLE_RATE("sampleRate", Type.TEXT, false, "Sample rate, a number as text.", "Hz"),
    CHANNELS("channels", Type.TEXT, false, "Number of audio channels, as text."),
    CODEC("codec", Type.TEXT, false, "Codec, by ffprobe's name; of a video its video codec."),
    FILE_SIZE("fileSize", Type.INTEGER, false, "Size of the file.", "byte"),
    MIME_TYPE("mimeType", Type.TEXT, false, "MIME type, by content."),
    PROCESSED_AT("processedAt", Type.TIMESTAMP, false, "When the metadata was established, UTC."),
    LINK_VALIDATED("linkValidated", Type.BOOLEAN, false, "Whether the link answers; links only."),
    ADDITIONAL(
            "additional",
            Type.TEXT,
            false,
            "All other metadata keys, and values that their column cannot hold, as the text of one JSON object."),
    TITLE("title", Type.TEXT, false, "Title of the release."),
    STATUS("status", Type.TEXT, false, "draft, submitted, approved or rejected.");

    /** The name of a type in BigQuery and in Frictionless' Table Schema. */
    enum Type {
        TEXT("STRING", "string"),
        NUMBER("FLOAT64", "number"),
        INTEGER("INT64", "integer"),
        BOOLEAN("BOOL", "boolean"),
        TIMESTAMP("TIMESTAMP", "datetime"),
        JSON("JSON", "object");

        private final String bigQuery;
        private final String frictionless;

        Type(String bigQuery, String frictionless) {
            this.bigQuery = bigQuery;
            this.frictionless = frictionless;
        }

        String bigQuery() {
            return bigQuery;
        }

        String frictionless() {
            return frictionless;
        }
    }

    private final String key;
    private final Type type;
    private final boolean required;
    private final String description;
    private final Optional<String> unit;

    Column(String key, Type type, boolean required, String description) {
        this(key, type, required, description, Optional.empty());
    }

    Column(String key, Type type, boolean required, String description, String unit) {
        this(key, type, required, description, Optional.of(unit));
    }

    Column(String key, Type type, boolean required, String description, Optional<String> unit) {
        this.key = key;
        this.type = type;
        this.required = required;
        this.description = description;
        this.unit = unit;
    }

    String key() {
        return key;
    }

    Type type() {
        return type;
    }

    boolean isRequired() {
        return required;
    }

    String description() {
        return description;
    }

    Optional<String> unit() {
        return unit;
    }
}
