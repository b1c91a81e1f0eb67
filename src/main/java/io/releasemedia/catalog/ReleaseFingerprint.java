package io.releasemedia.catalog;

/**
 * Tells whether a release is the same as before without reading it: two fingerprints are equal if and (but for a
 * collision of SHA-256, cut to 128 bits) only if everything that an export shows of the release is equal, the order of its
 * media included. No time stamp is part of it.
 *
 * @param hash 32 hexadecimal digits
 */
public record ReleaseFingerprint(ReleaseId id, String tenantId, String hash) {}
