package io.releasemedia.enrich;

/** What of the due records comes first. */
public enum Urgency {
    /** Records that are new, or were edited since the last look: a run that is cut short did these. */
    FRESH,
    /** Every other reason. */
    OTHER
}
