package io.releasemedia.cli;

import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.Selection;
import io.releasemedia.enrich.DueReason;
import io.releasemedia.export.ExportFormat;
import io.releasemedia.job.JobFile;
import io.releasemedia.job.JobFileException;
import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunState;
import io.releasemedia.report.RunSummary;
import io.releasemedia.run.JobLockedException;
import io.releasemedia.run.JobRunner;
import io.releasemedia.run.Progress;
import io.releasemedia.run.RunException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: the main job. */
@Command(
        name = "run",
        description = "Runs a job: imports, probes what is due, writes the metadata back, exports.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A run that was cut short is taken up when the same is asked for again.",
            "",
            "Examples:",
            "  release-media run jobs/nightly.yaml",
            "  release-media run jobs/reprocess-release.yaml --release 550e8400-e29b-41d4-a716-446655440000",
            "  release-media run jobs/nightly.yaml --dry-run",
            "  release-media run jobs/nightly.yaml --time-budget 2h",
            "  release-media run jobs/nightly.yaml --set export.out=/srv/exports"
        })
final class RunCommand implements Callable<Integer> {

    /** The run's lock, its history, and an export's cursor, beside one connection a partition. */
    private static final int OWN_CONNECTIONS = 4;

    private final Console console;

    @Parameters(paramLabel = "JOBFILE", description = "The job, for example jobs/nightly.yaml.")
    private Path jobFile = Path.of("");

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--type",
            paramLabel = "T",
            description = "Only media of this type: audio, video, image or document; may be repeated.")
    private List<String> types = List.of();

    @Option(names = "--failed", description = "Look again at what failed last time, whether due or not.")
    private boolean failed;

    @Option(names = "--force", description = "Look at everything in the selection, whether due or not.")
    private boolean force;

    @Option(names = "--dry-run", description = "Show what is due and why, and touch nothing.")
    private boolean dryRun;

    @Option(names = "--accept-failed", description = "Exit with 0 though records failed; they are listed all the same.")
    private boolean acceptFailed;

    @Option(
            names = "--time-budget",
            paramLabel = "TIME",
            description =
                    "Begin no further record after this time, for example 2h; the rest stays due, and what was done is"
                            + " exported.")
    private Optional<String> timeBudget = Optional.empty();

    @Option(
            names = "--wait-for-lock",
            description = "If the job is at work already, here or elsewhere, wait for its end and run then.")
    private boolean waitForLock;

    @Option(
            names = "--workers",
            paramLabel = "HOW",
            arity = "0..1",
            fallbackValue = "auto",
            preprocessor = WorkersValue.class,
            description =
                    "Leave the work to workers (release-media worker) on whatever machines: auto, or only. With auto"
                            + " this process works itself while no worker is alive; with only it waits for one"
                            + " (default without a value: auto).")
    private Optional<String> workers = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Change a key of the job file, for example export.out=/srv/exports; may be repeated.")
    private List<String> settings = List.of();

    @Option(names = "--json", description = "One JSON object a line: failed records, then the run.")
    private boolean json;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        JobSpec spec = spec();
        if (!dryRun && spec.export().isPresent()) {
            ExportTarget.prepare(spec.export().get().out());
        }
        if (spec.workers().mode() != JobSpec.Mode.LOCAL) {
            WorkerCommand.requireServer("a job that leaves its work to workers");
        }
        int connections = spec.execution().threads() + OWN_CONNECTIONS;
        return OpenDatabase.run(connections, (dataSource, interruption) -> run(spec, dataSource, interruption));
    }

    private JobSpec spec() throws CommandException {
        try {
            List<String> given = new ArrayList<>(settings);
            timeBudget.ifPresent(time -> given.add("execution.timeBudget=" + time));
            if (workers.isPresent()) {
                given.add("execution.mode=" + mode(workers.get()));
            }
            JobSpec spec = JobFile.read(jobFile, given, ExportFormat.keys());
            AllowedAddresses.check(spec.allowedAddresses(), jobFile + ": net.allow ");
            JobSpec.Select select = spec.select();
            Selection within = selection.over(select.within());
            Set<MediaType> chosen = types.isEmpty() ? within.types() : SelectionOptions.types(types);
            if (select.requireRelease() && within.releases().isEmpty()) {
                throw CommandException.wrongUsage(
                        jobFile + ": this job needs a release: add --release ID (select.requireRelease is true)");
            }
            return spec.withSelect(new JobSpec.Select(
                    new Selection(within.tenants(), chosen, within.releases()),
                    select.failed() || failed,
                    select.force() || force,
                    select.requireRelease()));
        } catch (JobFileException e) {
            throw CommandException.wrongUsage(e.getMessage());
        }
    }

    /** What the job file calls it. */
    private static String mode(String workers) throws CommandException {
        return switch (workers) {
            case "auto" -> "remote";
            case "only" -> "remote-only";
            default -> throw CommandException.wrongUsage("--workers must be auto or only, not \"" + workers + "\"");
        };
    }

    /** In {@code --workers jobs/nightly.yaml} the job file is no value of the option. */
    static final class WorkersValue implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> given, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            boolean attached = "=".equals(info.get("separator"));
            if (!attached && !given.isEmpty() && !Set.of("auto", "only").contains(given.peek())) {
                given.push("auto");
            }
            return false;
        }
    }

    private int run(JobSpec spec, DataSource dataSource, Interruption interruption)
            throws CommandException, IOException, SQLException {
        if (spec.importFrom().isEmpty() || dryRun) {
            KnownReleases.require(spec.select().within().releases(), dataSource);
        }
        Progress progress = new Progress();
        try (JobRunner runner = JobRunner.prepare(spec, dataSource, progress)) {
            if (dryRun) {
                return showDue(runner);
            }
            interruption.stopBy(runner::stop, spec.execution().grace());
            return run(spec, runner, progress);
        } catch (JobLockedException e) {
            throw CommandException.couldNotRun(e.getMessage());
        } catch (RunException e) {
            throw e.isBadInput()
                    ? CommandException.wrongUsage(e.getMessage())
                    : CommandException.couldNotRun(
                            e.getMessage() + System.lineSeparator() + "the run is taken up when it is started again");
        }
    }

    private int run(JobSpec spec, JobRunner runner, Progress progress)
            throws JobLockedException, RunException, SQLException {
        RunSummary summary;
        try (ProgressDisplay display = ProgressDisplay.show(console, progress)) {
            summary = runner.run(waitForLock);
        }
        RunReport report = new RunReport(console, summary, runner.history());
        if (json) {
            report.json();
        } else {
            report.text(spec.export().map(JobSpec.Export::out));
        }
        if (runner.nothingAnswered()) {
            console.err()
                    .println("release-media: no host of any link answered, so the network seems to be down; links count"
                            + " as unreachable and keep their linkValidated");
        }
        if (summary.state() == RunState.STOPPED) {
            console.err().println("release-media: interrupted; the run is taken up when it is started again");
        } else if (runner.isTimeOver()) {
            console.err()
                    .println("release-media: the time budget is over; " + progress.left()
                            + " records were not looked at and stay due");
        }
        console.flush();
        return summary.failed() > 0 && !acceptFailed ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    private int showDue(JobRunner runner) {
        Map<DueReason, Long> counts = new EnumMap<>(DueReason.class);
        runner.dryRun(record -> {
            counts.merge(record.reason(), 1L, Long::sum);
            if (json) {
                console.json(out -> {
                    out.writeStringProperty("release", record.releaseId().toString());
                    out.writeStringProperty("name", record.name());
                    out.writeStringProperty("due", record.reason().key());
                });
            } else {
                console.out()
                        .println(record.releaseId() + "  " + record.name() + "  ("
                                + record.reason().sentence() + ")");
            }
        });
        long selected = counts.values().stream().mapToLong(Long::longValue).sum();
        if (json) {
            console.json(out -> {
                out.writeStringProperty("status", "dry-run");
                out.writeNumberProperty("selected", selected);
                counts.forEach((reason, count) -> out.writeNumberProperty(reason.key(), count));
            });
        } else {
            console.out().println(selected + " records are due; nothing was touched.");
            counts.forEach((reason, count) -> console.out().println("  " + reason.sentence() + ": " + count));
        }
        return ExitCode.DONE;
    }
}
