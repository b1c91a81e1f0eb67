package io.releasemedia.job;

import io.releasemedia.catalog.Selection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run has to do: a job file, checked and complete.
 *
 * @param job its name; one run of a name at a time
 * @param importFrom file or folder to import first
 * @param enrich whether records are probed at all
 * @param source where files are read
 * @param allowedAddresses CIDRs that network access is opened to on purpose
 * @param export absent: no export
 */
public record JobSpec(
        String job,
        Optional<Path> importFrom,
        boolean enrich,
        Select select,
        Source source,
        List<String> allowedAddresses,
        Links links,
        Optional<Export> export,
        Execution execution) {

    /** The same with another selection. */
    public JobSpec withSelect(Select other) {
        return new JobSpec(job, importFrom, enrich, other, source, allowedAddresses, links, export, execution);
    }

    /**
     * Which records.
     *
     * @param within the part of the catalogue
     * @param failed only those whose last look failed, even if they are not due
     * @param force all, even if they are not due
     * @param requireRelease the run is refused unless releases are named
     */
    public record Select(Selection within, boolean failed, boolean force, boolean requireRelease) {}

    /** Where {@code file:} URLs are read: below these folders only. */
    public record Source(List<Path> roots) {}

    /**
     * How links are checked.
     *
     * @param check whether they are
     * @param recheckAfter until a link that was judged is checked again
     * @param perHost requests at once to one host
     * @param perHostPerSecond requests a second to one host
     * @param inFlight requests at once in all
     * @param deadAfter a link is dead after so many checks that failed, a day or more apart
     * @param probe whether the file that a link leads to is probed
     * @param contact URL or address that the {@code User-Agent} names; empty: none
     */
    public record Links(
            boolean check,
            Duration recheckAfter,
            int perHost,
            int perHostPerSecond,
            int inFlight,
            int deadAfter,
            boolean probe,
            String contact) {}

    /**
     * What is exported, with the names of its choices.
     *
     * @param out the folder
     * @param spreadsheetSafe whether CSV cells that a spreadsheet would take for a formula are changed
     */
    public record Export(
            Path out,
            List<String> formats,
            String layout,
            boolean spreadsheetSafe,
            String signedUrls,
            String compression) {}

    /**
     * How the work is divided.
     *
     * @param threads partitions at work at once
     * @param chunk records a transaction
     * @param partition records a partition, about
     * @param timeLimit for one file
     */
    public record Execution(int threads, int chunk, int partition, Duration timeLimit) {}
}
