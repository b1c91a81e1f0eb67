package io.releasemedia.catalog;

import java.io.IOException;

/**
 * A release as the database gave it. What costs time is done when it is asked for, by whatever thread asks; one thread at a
 * time.
 */
public interface StoredRelease {

    ReleaseId id();

    /** How many media it has. */
    int mediaCount();

    /** How many bytes it takes, about. */
    long size();

    ReleaseFingerprint fingerprint();

    /**
     * Makes sense of it.
     *
     * @throws IOException it holds what no release may hold
     */
    Release release() throws IOException;
}
