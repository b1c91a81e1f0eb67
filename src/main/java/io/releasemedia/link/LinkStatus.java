package io.releasemedia.link;

import java.util.Locale;

/** What a link is worth. */
public enum LinkStatus {
    /** It leads to something. */
    OK,
    /** It asks for a login, a password or a permission. */
    GATED,
    /** It was valid for a time that is over. */
    EXPIRED,
    /** What it led to is gone. */
    DEAD,
    /** It could not be judged now and may be well. */
    UNREACHABLE,
    /** The policy on addresses refuses to follow it. */
    BLOCKED,
    /** It is nothing that could be asked for. */
    UNSUPPORTED;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in records and on the command line. */
    public String key() {
        return key;
    }
}
