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
        Retry retry,
        Optional<Export> export,
        Execution execution,
        Workers workers,
        Metrics metrics) {

    /** The same with another selection. */
    public JobSpec withSelect(Select other) {
        return new JobSpec(
                job,
                importFrom,
                enrich,
                other,
                source,
                allowedAddresses,
                links,
                retry,
                export,
                execution,
                workers,
                metrics);
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

    /**
     * The files of records.
     *
     * @param roots {@code file:} URLs are read below these folders only
     * @param reprobeAfter a file that was looked at longer ago is looked at again; absent: only if something changed
     * @param checkRemoteAfter a remote file that was looked at longer ago is asked whether it changed; absent: never
     */
    public record Source(List<Path> roots, Optional<Duration> reprobeAfter, Optional<Duration> checkRemoteAfter) {}

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
     * When a file that could not be read is tried again.
     *
     * @param first after the first failure, and twice as long after each that follows
     * @param longest at most
     * @param attempts after so many failures in a row it is left alone until it changes or is asked for
     */
    public record Retry(Duration first, Duration longest, int attempts) {}

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
     * @param timeBudget after which no further record is begun; absent: none
     * @param grace to finish chunks when the process is told to end
     * @param databasePatience how long to wait for a database that is away
     * @param childHeapMegabytes memory of each probing process
     */
    public record Execution(
            int threads,
            int chunk,
            int partition,
            Duration timeLimit,
            Optional<Duration> timeBudget,
            Duration grace,
            Duration databasePatience,
            Isolation isolation,
            int childHeapMegabytes) {}

    /** Where files are probed. */
    public enum Isolation {
        /** In child processes: a file that no reader stands costs one record. */
        CHILD,
        /** In the job's own process: less to start, but such a file may end the run. */
        PROCESS
    }

    /** Where partitions are worked on. */
    public enum Mode {
        /** In the process that runs the job. */
        LOCAL,
        /** By workers, or by the process that runs the job while there is none. */
        REMOTE,
        /** By workers only. */
        REMOTE_ONLY
    }

    /**
     * Work on other machines.
     *
     * @param linkSlices partitions of links for workers; a host is in one of them
     */
    public record Workers(Mode mode, int linkSlices) {}

    /**
     * Where a run's metrics can be read, in Prometheus' text format.
     *
     * @param file is written while the run is at work, for node exporter's textfile collector
     * @param port of 127.0.0.1, served while the run is at work
     */
    public record Metrics(Optional<Path> file, Optional<Integer> port) {}
}
