package io.releasemedia.cli;

import io.releasemedia.report.WorkerHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Shows workers, and the partitions of a run that were left to them. */
final class WorkersReport {

    private static final int LISTED = 50;

    private final Console console;
    private final WorkerHistory history;

    WorkersReport(Console console, WorkerHistory history) {
        this.console = console;
        this.history = history;
    }

    /** A table of the workers, if there are any. */
    void workers() {
        List<WorkerHistory.Worker> workers = history.workers();
        if (workers.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(
                "worker", "where", "state", "last seen", "at work", "partitions", "records", "records/s", "version");
        for (WorkerHistory.Worker worker : workers) {
            table.row(
                    worker.name(),
                    worker.host() + ":" + worker.pid(),
                    worker.alive() ? "alive" : "gone",
                    Duration.between(worker.seen(), Instant.now()).toSeconds() + " s ago",
                    worker.busy() + " of " + worker.threads(),
                    Long.toString(worker.partitions()),
                    Long.toString(worker.records()),
                    String.format(Locale.ROOT, "%.1f", worker.perSecond()),
                    worker.version());
        }
        console.out().println();
        table.print(console.out());
    }

    /** The same, one JSON object a line. */
    void workersJson() {
        for (WorkerHistory.Worker worker : history.workers()) {
            console.json(json -> {
                json.writeStringProperty("worker", worker.name());
                json.writeNumberProperty("number", worker.number());
                json.writeStringProperty("host", worker.host());
                json.writeNumberProperty("pid", worker.pid());
                json.writeBooleanProperty("alive", worker.alive());
                json.writeStringProperty("seenAt", worker.seen().toString());
                json.writeNumberProperty("threads", worker.threads());
                json.writeNumberProperty("busy", worker.busy());
                json.writeNumberProperty("partitions", worker.partitions());
                json.writeNumberProperty("records", worker.records());
                json.writeNumberProperty("recordsPerSecond", worker.perSecond());
                json.writeStringProperty("version", worker.version());
            });
        }
    }

    /** How many of a run's partitions are done, if it has any, and a table of those that are not. */
    void partitions(long run) {
        List<WorkerHistory.Partition> all = history.partitions(run);
        if (all.isEmpty()) {
            return;
        }
        long done = all.stream().filter(WorkersReport::isDone).count();
        console.out().println();
        console.out().println(done + " of " + all.size() + " partitions are done");
        TextTable table = new TextTable("partition", "state", "worker", "attempts", "records", "seconds", "message");
        all.stream()
                .filter(partition -> !isDone(partition))
                .limit(LISTED)
                .forEach(partition -> table.row(
                        partition.name(),
                        partition.state(),
                        partition.worker(),
                        Integer.toString(partition.attempts()),
                        Long.toString(partition.looked()),
                        partition
                                .seconds()
                                .map(time -> String.format(Locale.ROOT, "%.1f", time))
                                .orElse(""),
                        partition.message().lines().findFirst().orElse("")));
        if (done < all.size()) {
            table.print(console.out());
        }
    }

    private static boolean isDone(WorkerHistory.Partition partition) {
        return partition.state().equals("completed");
    }

    /** All partitions of a run, one JSON object a line. */
    void partitionsJson(long run) {
        for (WorkerHistory.Partition partition : history.partitions(run)) {
            console.json(json -> {
                json.writeStringProperty("partition", partition.name());
                json.writeStringProperty("state", partition.state());
                json.writeStringProperty("worker", partition.worker());
                json.writeStringProperty("version", partition.version());
                json.writeNumberProperty("attempts", partition.attempts());
                json.writeNumberProperty("records", partition.looked());
                partition.seconds().ifPresent(time -> json.writeNumberProperty("seconds", time));
            });
        }
    }
}
