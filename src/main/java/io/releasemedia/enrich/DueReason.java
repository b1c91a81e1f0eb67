package io.releasemedia.enrich;

import java.util.Locale;

/** Why a record is looked at. */
public enum DueReason {
    /** Never looked at. */
    NEW("never looked at"),
    /** The record was edited since. */
    CHANGED("record changed"),
    /** The file's size or time is another than the one that was looked at. */
    FILE_CHANGED("file changed"),
    /** A remote file that is asked whether it changed. */
    REMOTE_CHECK("remote file to be checked"),
    /** The last look is too long ago. */
    REPROBE("probed long ago"),
    /** The last look failed, and its waiting time is over. */
    RETRY("failed before"),
    /** The link was checked long enough ago. */
    RECHECK("to be checked again"),
    /** Asked for. */
    FORCED("asked for");

    private final String sentence;

    DueReason(String sentence) {
        this.sentence = sentence;
    }

    /** The name in {@code --json}: {@code file-changed}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
