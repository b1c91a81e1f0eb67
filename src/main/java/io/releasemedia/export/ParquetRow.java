package io.releasemedia.export;

import com.jerolba.carpet.annotation.NotNull;
import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaMetadata.Kind;
import io.releasemedia.catalog.MediaMetadata.Member;
import io.releasemedia.catalog.Release;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One medium as a row of typed columns; the record is the schema of the file. A contract key whose value the column's
 * type cannot hold without loss stands in {@code additional}, like the keys that have no column.
 *
 * @param additional JSON text
 */
record ParquetRow(
        @NotNull String releaseId,
        @NotNull String tenantId,
        @Nullable String trackId,
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
                media.trackId().map(UUID::toString).orElse(null),
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
                values.take("linkValidated", ParquetRow::flag),
                values.rest());
    }

    /** The metadata, from which the columns take what they can hold. */
    private static final class Values {
        private final MediaMetadata metadata;
        private final List<Member> rest;

        Values(MediaMetadata metadata) {
            this.metadata = metadata;
            this.rest = new ArrayList<>(metadata.members());
        }

        <T> @Nullable T take(String key, Function<Member, @Nullable T> reader) {
            Optional<Member> member = metadata.member(key);
            @Nullable T value = member.isPresent() ? reader.apply(member.get()) : null;
            if (value != null) {
                rest.remove(member.get());
            }
            return value;
        }

        @Nullable
        String rest() {
            return rest.isEmpty() ? null : MediaMetadata.text(rest);
        }
    }

    private static @Nullable String text(Member member) {
        return member.kind() == Kind.TEXT ? member.value() : null;
    }

    private static @Nullable Boolean flag(Member member) {
        return member.kind() == Kind.BOOLEAN ? Boolean.valueOf(member.value()) : null;
    }

    private static @Nullable Double duration(Member member) {
        if (member.kind() != Kind.NUMBER) {
            return null;
        }
        BigDecimal exact = new BigDecimal(member.value());
        double rounded = exact.doubleValue();
        return Double.isFinite(rounded) && BigDecimal.valueOf(rounded).compareTo(exact) == 0 ? rounded : null;
    }

    private static @Nullable Long fileSize(Member member) {
        try {
            return member.kind() == Kind.NUMBER ? Long.valueOf(member.value()) : null;
        } catch (NumberFormatException e) {
            return null; // a fraction, or too large
        }
    }

    /** Only the one form that comes back as it was. */
    private static @Nullable Instant instant(Member member) {
        if (member.kind() != Kind.TEXT) {
            return null;
        }
        try {
            Instant instant = Instant.parse(member.value());
            boolean kept = instant.truncatedTo(ChronoUnit.MICROS).equals(instant)
                    && instant.toString().equals(member.value());
            return kept && !instant.isBefore(FIRST) && instant.isBefore(END) ? instant : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
