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
 * lengths of its texts in bytes of UTF-8 (none for an absent one) and the texts, hashed; then the hash of these hashes.
 */
final class Fingerprinter {

    private static final int HEX_DIGITS = 32;

    private final MessageDigest media = sha256();
    private final MessageDigest release = sha256();

    /** Takes the row of a medium. */
    void add(ResultSet row) throws SQLException {
        byte[] cloudId = bytes(row.getString("cloud_id"));
        byte[] cloudUrl = bytes(row.getString("cloud_url"));
        byte[] type = bytes(row.getString("type"));
        byte[] name = bytes(row.getString("name"));
        @Nullable String releasePath = row.getString("release_path");
        byte[] path = bytes(releasePath == null ? "" : releasePath);
        media.update(bytes(cloudId.length + " " + cloudUrl.length + " " + type.length + " " + name.length + " "
                + (row.getBoolean("is_link") ? "t" : "f") + " " + (releasePath == null ? "" : path.length) + " "));
        media.update(cloudId);
        media.update(cloudUrl);
        media.update(type);
        media.update(name);
        media.update(path);
        media.update(bytes(row.getString("metadata")));
        release.update(media.digest());
    }

    /** The hash of the release whose rows were taken; the next one begins. */
    String end() {
        return HexFormat.of().formatHex(release.digest()).substring(0, HEX_DIGITS);
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
