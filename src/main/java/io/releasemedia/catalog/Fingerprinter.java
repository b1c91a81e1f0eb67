package io.releasemedia.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes a release's fingerprint of its rows, the same as {@link JdbcSnapshot}'s query for fingerprints: of every medium the
 * lengths of its texts in bytes of UTF-8 (none for an absent one) and the texts, hashed; then the hash of these hashes and
 * of the release's own texts.
 */
final class Fingerprinter {

    private static final int HEX_DIGITS = 32;
    private static final byte[] NONE = {};

    private final MessageDigest media = sha256();
    private final MessageDigest release = sha256();
    private byte[] ofRelease = NONE;

    /** Takes a row: of a release, with a medium if it has one. */
    void add(ResultSet row) throws SQLException {
        @Nullable String title = row.getString("title");
        @Nullable String status = row.getString("status");
        ofRelease = bytes(length(title) + " " + length(status) + " " + orEmpty(title) + orEmpty(status));
        @Nullable String mediaId = row.getString("media_id");
        if (mediaId == null) {
            return;
        }
        // The driver gives the bytes of a text as the server sent them, so nothing is encoded again.
        byte[] cloudId = row.getBytes("cloud_id");
        byte[] cloudUrl = row.getBytes("cloud_url");
        byte[] type = row.getBytes("type");
        byte[] name = row.getBytes("name");
        byte @Nullable [] path = row.getBytes("release_path");
        media.update(bytes(cloudId.length + " " + cloudUrl.length + " " + type.length + " " + name.length + " "
                + (row.getBoolean("is_link") ? "t" : "f") + " " + (path == null ? "" : path.length) + " "
                + orEmpty(row.getString("track_id")) + " "));
        media.update(cloudId);
        media.update(cloudUrl);
        media.update(type);
        media.update(name);
        media.update(path == null ? NONE : path);
        media.update(row.getBytes("metadata"));
        release.update(media.digest());
    }

    /** The hash of the release whose rows were taken; the next one begins. */
    String end() {
        return HexFormat.of().formatHex(release.digest(ofRelease)).substring(0, HEX_DIGITS);
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
