package io.releasemedia.enrich;

import io.releasemedia.catalog.Selection;

/**
 * Which records a run looks at.
 *
 * @param within the part of the catalogue
 * @param failed those whose last look failed, whether due or not
 * @param force all, whether due or not
 * @param run the run that asks: what it looked at already is done
 * @param links links or files
 */
public record DueSelection(Selection within, boolean failed, boolean force, long run, boolean links) {

    /** The same of files. */
    public DueSelection ofFiles() {
        return new DueSelection(within, failed, force, run, false);
    }

    /** The same of links. */
    public DueSelection ofLinks() {
        return new DueSelection(within, failed, force, run, true);
    }
}
