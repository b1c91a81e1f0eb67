package io.releasemedia.enrich;

/** Says whether a step's work is to end where it is; once it does, it always does. */
@FunctionalInterface
public interface Finish {

    /** Whether nothing more is to be begun. What was begun and not written stays due. */
    boolean reached();
}
