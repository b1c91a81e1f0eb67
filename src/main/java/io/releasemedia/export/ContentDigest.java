package io.releasemedia.export;

import io.releasemedia.catalog.ReleaseFingerprint;
import io.releasemedia.catalog.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The fingerprint of many releases together: what a bundle holds. */
final class ContentDigest {

    private final MessageDigest digest = Sha256.start();
    private String result = "";

    void add(ReleaseFingerprint release) {
        String text = release.id() + release.hash() + release.tenantId() + '\0'; // no text of PostgreSQL holds a NUL
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** 32 hexadecimal digits; nothing is added any more. */
    String end() {
        if (result.isEmpty()) {
            result = HexFormat.of().formatHex(digest.digest()).substring(0, 32);
        }
        return result;
    }
}
