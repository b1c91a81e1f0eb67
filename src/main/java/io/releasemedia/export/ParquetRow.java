package io.releasemedia.export;

import com.jerolba.carpet.annotation.NotNull;
import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.Release;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One medium as a row of typed columns; the record is the schema of the file. A contract key whose value the column's
 * type cannot hold without loss stands in {@code additional}, like the keys that have no column.
 *
 * @param additional JSON text
 */
record ParquetRow(
        @NotNull String releaseId,
        @NotNull String tenantId,
        @NotNull String cloudId,
        @NotNull String cloudUrl,
        @NotNull String type,
        @NotNull String name,
        @NotNull Boolean isLink,
        @Nullable String releasePath,
        @Nullable Double duration,
        @Nullable String bitrate,
        @Nullable String sampleRate,
        @Nullable String channels,
        @Nullable String codec,
        @Nullable Long fileSize,
        @Nullable String mimeType,
        @Nullable Instant processedAt,
        @Nullable Boolean linkValidated,
        @Nullable String additional) {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    static ParquetRow of(Release release, Media media) {
        Values values = new Values(media.metadata());
        return new ParquetRow(
                release.id().toString(),
                release.tenantId(),
                media.cloudId(),
                media.cloudUrl(),
                media.type().key(),
                media.name(),
                media.isLink(),
                media.releasePath().orElse(null),
                values.take("duration", ParquetRow::duration),
                values.take("bitrate", ParquetRow::text),
                values.take("sampleRate", ParquetRow::text),
                values.take("channels", ParquetRow::text),
                values.take("codec", ParquetRow::text),
                values.take("fileSize", ParquetRow::fileSize),
                values.take("mimeType", ParquetRow::text),
                values.take("processedAt", ParquetRow::instant),
                values.take("linkValidated", value -> value.isBoolean() ? value.booleanValue() : null),
                values.rest());
    }

    /** The metadata, from which the columns take what they can hold. */
    private static final class Values {
        private final MediaMetadata metadata;
        private final List<String> rest;

        Values(MediaMetadata metadata) {
            this.metadata = metadata;
            this.rest = new ArrayList<>(metadata.keys());
        }

        <T> @Nullable T take(String key, Function<JsonNode, @Nullable T> reader) {
            T value = reader.apply(metadata.json().path(key));
            if (value != null) {
                rest.remove(key);
            }
            return value;
        }

        @Nullable
        String rest() {
            return rest.isEmpty() ? null : metadata.text(rest);
        }
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() ? value.stringValue() : null;
    }

    private static @Nullable Double duration(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        BigDecimal exact = value.decimalValue();
        double rounded = exact.doubleValue();
        return Double.isFinite(rounded) && BigDecimal.valueOf(rounded).compareTo(exact) == 0 ? rounded : null;
    }

    private static @Nullable Long fileSize(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }

    /** Only the one form that comes back as it was. */
    private static @Nullable Instant instant(JsonNode value) {
        if (!value.isString()) {
            return null;
        }
        try {
            Instant instant = Instant.parse(value.stringValue());
            boolean kept = instant.truncatedTo(ChronoUnit.MICROS).equals(instant)
                    && instant.toString().equals(value.stringValue());
            return kept && !instant.isBefore(FIRST) && instant.isBefore(END) ? instant : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
