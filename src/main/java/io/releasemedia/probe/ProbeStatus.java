package io.releasemedia.probe;

import java.util.Locale;

/** How a probe ended. */
public enum ProbeStatus {
    /** The file was read; its facts hold. */
    OK,
    /** Nothing is wrong, but no engine answers this kind of content. */
    UNSUPPORTED,
    /** The content is damaged, empty or not what its first bytes promise. */
    MALFORMED,
    /** The content is sound but of another kind than was expected: an error page under the name of a song. */
    MISMATCH,
    /** The bytes cannot be had. */
    UNREADABLE,
    /** The time limit ran out. */
    TIMEOUT,
    /** The product's own rules refuse the place the file is in. */
    BLOCKED;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The status as answers show it: lower case. */
    public String key() {
        return key;
    }
}
