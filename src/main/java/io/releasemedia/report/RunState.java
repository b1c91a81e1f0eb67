package io.releasemedia.report;

import java.util.Locale;

/** How far a run came. */
public enum RunState {
    /** At work, or cut short without a chance to say so. */
    RUNNING,
    /** Interrupted; the next run that is asked for the same takes it up. */
    STOPPED,
    /** Could not go on; the next run that is asked for the same takes it up. */
    FAILED,
    /** Done, whatever became of single records. */
    COMPLETED,
    /** Cut short, and the next run was asked for something else: what it left is still due. */
    ABANDONED;

    /** The ledger's and {@code --json}'s name. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState ofKey(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
