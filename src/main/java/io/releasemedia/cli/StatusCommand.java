package io.releasemedia.cli;

import io.releasemedia.report.RunHistory;
import io.releasemedia.report.RunSummary;
import io.releasemedia.report.WorkerHistory;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code status}: the runs there were, or one run and its failed records. */
@Command(
        name = "status",
        description =
                "Lists the runs there were, and the workers; with a run's number, that run, the records that failed in"
                        + " it, and its partitions that workers are not done with.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  release-media status", "  release-media status 7 --json"})
final class StatusCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 2;
    private static final int LISTED = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Console console;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "Number of a run.")
    private Optional<Long> run = Optional.empty();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        return OpenDatabase.run(CONNECTIONS, (dataSource, interruption) -> {
            JdbcClient jdbc = JdbcClient.create(dataSource);
            RunHistory history = new RunHistory(jdbc);
            WorkersReport workers = new WorkersReport(console, new WorkerHistory(jdbc));
            if (run.isPresent()) {
                one(history, workers, run.get());
            } else {
                all(history.list(LISTED), workers);
            }
            return ExitCode.DONE;
        });
    }

    private void one(RunHistory history, WorkersReport workers, long number) throws CommandException {
        RunSummary summary = history.find(number)
                .orElseThrow(() -> CommandException.wrongUsage(
                        "there is no run " + number + "; 'release-media status' lists the runs"));
        RunReport report = new RunReport(console, summary, history);
        if (json) {
            workers.partitionsJson(number);
            report.json();
        } else {
            report.text(Optional.empty());
            summary.error().ifPresent(error -> console.out().println("Error: " + error));
            workers.partitions(number);
        }
    }

    private void all(List<RunSummary> runs, WorkersReport workers) {
        if (json) {
            runs.forEach(summary -> console.json(out -> write(summary, out)));
            workers.workersJson();
            return;
        }
        if (runs.isEmpty()) {
            console.out().println("There was no run yet. Try: release-media run jobs/sample.yaml");
            workers.workers();
            return;
        }
        TextTable table = new TextTable(
                "run",
                "job",
                "state",
                "started",
                "seconds",
                "selected",
                "enriched",
                "unchanged",
                "failed",
                "skipped",
                "exported",
                "where");
        for (RunSummary summary : runs) {
            table.row(
                    Long.toString(summary.run()),
                    summary.job(),
                    summary.state().key(),
                    TIME.format(summary.started()),
                    seconds(summary),
                    Long.toString(summary.selected()),
                    Long.toString(summary.enriched()),
                    Long.toString(summary.unchanged()),
                    Long.toString(summary.failed()),
                    Long.toString(summary.skipped()),
                    Long.toString(summary.exported()),
                    summary.host() + ":" + summary.pid());
        }
        table.print(console.out());
        workers.workers();
    }

    /** The fields of a run as {@code run --json} ends with them, and more about where and when. */
    static void write(RunSummary summary, JsonGenerator json) {
        json.writeNumberProperty("run", summary.run());
        json.writeStringProperty("status", summary.state().key());
        json.writeNumberProperty("selected", summary.selected());
        json.writeNumberProperty("enriched", summary.enriched());
        json.writeNumberProperty("unchanged", summary.unchanged());
        json.writeNumberProperty("failed", summary.failed());
        json.writeNumberProperty("skipped", summary.skipped());
        json.writeNumberProperty("exported", summary.exported());
        json.writeNumberProperty("seconds", summary.duration().toMillis() / 1000.0);
        json.writeStringProperty("job", summary.job());
        json.writeStringProperty("host", summary.host());
        json.writeNumberProperty("pid", summary.pid());
        json.writeStringProperty("startedAt", summary.started().toString());
        summary.finished().map(Instant::toString).ifPresent(time -> json.writeStringProperty("finishedAt", time));
        summary.error().ifPresent(error -> json.writeStringProperty("error", error));
    }

    private static String seconds(RunSummary summary) {
        return String.format(Locale.ROOT, "%.1f", summary.duration().toMillis() / 1000.0);
    }
}
