package io.releasemedia.catalog;

import io.releasemedia.catalog.MediaRow.InvalidRowException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a release.
 *
 * @param media in {@link MediaRow#ORDER}
 */
record ReleaseRows(
        ReleaseId id,
        String tenantId,
        @Nullable String title,
        @Nullable String status,
        List<MediaRow> media) implements StoredRelease {

    private static final int HEX_DIGITS = 32;
    private static final byte[] NONE = {};

    @Override
    public int mediaCount() {
        return media.size();
    }

    @Override
    public long size() {
        return media.stream().mapToLong(MediaRow::size).sum();
    }

    /**
     * The same as {@link JdbcSnapshot}'s query for fingerprints: of every medium the lengths of its texts in bytes of UTF-8
     * (none for an absent one) and the texts, hashed; then the hash of these hashes and of the release's own texts.
     */
    @Override
    public ReleaseFingerprint fingerprint() {
        MessageDigest one = Sha256.start();
        MessageDigest all = Sha256.start();
        for (MediaRow row : media) {
            one.update(bytes(length(row.cloudId()) + " " + length(row.cloudUrl()) + " " + length(row.type()) + " "
                    + length(row.name()) + " " + (row.isLink() ? "t" : "f") + " " + length(row.releasePath()) + " "
                    + orEmpty(row.trackId()) + " "));
            one.update(orEmpty(row.cloudId()));
            one.update(orEmpty(row.cloudUrl()));
            one.update(orEmpty(row.type()));
            one.update(orEmpty(row.name()));
            one.update(orEmpty(row.releasePath()));
            one.update(orEmpty(row.metadata()));
            all.update(one.digest());
        }
        all.update(bytes(length(title) + " " + length(status) + " " + orEmpty(title) + orEmpty(status)));
        return new ReleaseFingerprint(
                id, tenantId, HexFormat.of().formatHex(all.digest()).substring(0, HEX_DIGITS));
    }

    @Override
    public Release release() throws IOException {
        try {
            return new Release(
                    id, tenantId, Optional.ofNullable(title), Optional.ofNullable(status), MediaRow.media(media));
        } catch (InvalidRowException e) {
            throw new IOException("release " + id + " of tenant " + tenantId + ": " + e.getMessage(), e);
        }
    }

    private static String length(@Nullable String text) {
        return text == null ? "" : length(bytes(text));
    }

    private static String length(byte @Nullable [] text) {
        return text == null ? "" : Integer.toString(text.length);
    }

    private static byte[] orEmpty(byte @Nullable [] text) {
        return text == null ? NONE : text;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
