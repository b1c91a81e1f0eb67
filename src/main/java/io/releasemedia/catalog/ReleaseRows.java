package io.releasemedia.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a release. */
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

    /**
     * The same as {@link JdbcSnapshot}'s query for fingerprints: of every medium the lengths of its texts in bytes of UTF-8
     * (none for an absent one) and the texts, hashed; then the hash of these hashes and of the release's own texts.
     */
    @Override
    public ReleaseFingerprint fingerprint() {
        MessageDigest one = sha256();
        MessageDigest all = sha256();
        for (MediaRow row : media) {
            byte[] path = row.releasePath() == null ? NONE : row.releasePath();
            one.update(bytes(row.cloudId().length + " " + row.cloudUrl().length + " " + row.type().length + " "
                    + row.name().length + " " + (row.isLink() ? "t" : "f") + " "
                    + (row.releasePath() == null ? "" : path.length) + " " + orEmpty(row.trackId()) + " "));
            one.update(row.cloudId());
            one.update(row.cloudUrl());
            one.update(row.type());
            one.update(row.name());
            one.update(path);
            one.update(row.metadata());
            all.update(one.digest());
        }
        all.update(bytes(length(title) + " " + length(status) + " " + orEmpty(title) + orEmpty(status)));
        return new ReleaseFingerprint(
                id, tenantId, HexFormat.of().formatHex(all.digest()).substring(0, HEX_DIGITS));
    }

    @Override
    public Release release() throws IOException {
        List<Media> read = new ArrayList<>(media.size());
        try {
            for (MediaRow row : media) {
                read.add(row.media());
            }
        } catch (SQLException e) {
            throw JdbcSnapshot.unreadable(e);
        }
        return new Release(id, tenantId, Optional.ofNullable(title), Optional.ofNullable(status), read);
    }

    private static String length(@Nullable String text) {
        return text == null ? "" : Integer.toString(bytes(text).length);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
