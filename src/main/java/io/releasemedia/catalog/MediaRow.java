package io.releasemedia.catalog;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A row of {@code media} as the server sent it: texts as bytes of UTF-8, nothing of them looked at. A platform's own view
 * may hold nulls where none belong.
 *
 * @param metadata the text of a jsonb
 */
record MediaRow(
        long id,
        long position,
        @Nullable String trackId,
        byte @Nullable [] cloudId,
        byte @Nullable [] cloudUrl,
        byte @Nullable [] type,
        byte @Nullable [] name,
        boolean isLink,
        byte @Nullable [] releasePath,
        byte @Nullable [] metadata) {

    /** What is selected of {@code media m}, in the order in which {@link #read} expects it. */
    static final String COLUMNS =
            "m.id, m.position, m.track_id, m.cloud_id, m.cloud_url, m.type, m.name, m.is_link, m.release_path, m.metadata";

    /** The order in which the media of a release are shown; as PostgreSQL sorts, an absent position comes last. */
    static final Comparator<MediaRow> ORDER =
            Comparator.comparingLong(MediaRow::position).thenComparingLong(MediaRow::id);

    /** It holds what no medium may hold; the message names the row and the column. */
    static final class InvalidRowException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidRowException(long id, String problem) {
            super("media " + id + ": " + problem);
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }
    }

    /**
     * Reads a row of a query.
     *
     * @param before columns that stand before {@link #COLUMNS}
     * @return empty if the row joins no medium
     */
    static Optional<MediaRow> read(ResultSet row, int before) throws SQLException {
        long id = row.getLong(before + 1);
        if (row.wasNull()) {
            return Optional.empty();
        }
        long position = row.getLong(before + 2);
        return Optional.of(new MediaRow(
                id,
                row.wasNull() ? Long.MAX_VALUE : position,
                row.getString(before + 3),
                row.getBytes(before + 4),
                row.getBytes(before + 5),
                row.getBytes(before + 6),
                row.getBytes(before + 7),
                row.getBoolean(before + 8),
                row.getBytes(before + 9),
                row.getBytes(before + 10)));
    }

    /** How many bytes it takes, about. */
    long size() {
        return 100L + length(cloudId) + length(cloudUrl) + length(name) + length(releasePath) + length(metadata);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** The media of rows. */
    static List<Media> media(List<MediaRow> rows) throws InvalidRowException {
        List<Media> media = new ArrayList<>(rows.size());
        for (MediaRow row : rows) {
            media.add(row.media());
        }
        return media;
    }

    private Media media() throws InvalidRowException {
        String key = text("type", type);
        return new Media(
                Optional.ofNullable(trackId).map(UUID::fromString),
                text("cloud_id", cloudId),
                text("cloud_url", cloudUrl),
                MediaType.ofKey(key)
                        .orElseThrow(() -> new InvalidRowException(
                                id, "type must be one of " + MediaType.keys() + ", not \"" + key + "\"")),
                text("name", name),
                isLink,
                Optional.ofNullable(releasePath).map(MediaRow::text),
                parsed());
    }

    private MediaMetadata parsed() throws InvalidRowException {
        if (metadata == null) {
            return new MediaMetadata(List.of());
        }
        try {
            return MediaMetadata.parse(metadata);
        } catch (JacksonException e) {
            throw new InvalidRowException(id, "metadata cannot be read: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new InvalidRowException(id, String.valueOf(e.getMessage()));
        }
    }

    private String text(String column, byte @Nullable [] utf8) throws InvalidRowException {
        if (utf8 == null) {
            throw new InvalidRowException(id, column + " must not be null");
        }
        return text(utf8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
