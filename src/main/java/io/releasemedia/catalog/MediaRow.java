package io.releasemedia.catalog;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code media} as the server sent it: texts as bytes of UTF-8, nothing of them looked at.
 *
 * @param metadata the text of a jsonb
 */
record MediaRow(
        long id,
        @Nullable String trackId,
        byte[] cloudId,
        byte[] cloudUrl,
        byte[] type,
        byte[] name,
        boolean isLink,
        byte @Nullable [] releasePath,
        byte[] metadata) {

    /** What is selected of {@code media m}, in the order in which {@link #read} expects it. */
    static final String COLUMNS =
            "m.id, m.track_id, m.cloud_id, m.cloud_url, m.type, m.name, m.is_link, m.release_path, m.metadata";

    /**
     * Reads a row of a query.
     *
     * @param before columns that stand before {@link #COLUMNS}
     * @return empty if the row joins no medium
     */
    static Optional<MediaRow> read(ResultSet row, int before) throws SQLException {
        long id = row.getLong(before + 1);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new MediaRow(
                        id,
                        row.getString(before + 2),
                        row.getBytes(before + 3),
                        row.getBytes(before + 4),
                        row.getBytes(before + 5),
                        row.getBytes(before + 6),
                        row.getBoolean(before + 7),
                        row.getBytes(before + 8),
                        row.getBytes(before + 9)));
    }

    /**
     * The medium.
     *
     * @throws SQLException its type is none
     */
    Media media() throws SQLException {
        return new Media(
                Optional.ofNullable(trackId).map(UUID::fromString),
                text(cloudId),
                text(cloudUrl),
                MediaType.ofKey(text(type))
                        .orElseThrow(
                                () -> new SQLException("media " + id + ": type must be one of " + MediaType.keys())),
                text(name),
                isLink,
                Optional.ofNullable(releasePath).map(MediaRow::text),
                MediaMetadata.parse(metadata));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
