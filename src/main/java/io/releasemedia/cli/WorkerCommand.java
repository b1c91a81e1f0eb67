package io.releasemedia.cli;

import io.releasemedia.database.Database;
import io.releasemedia.report.Host;
import io.releasemedia.run.Worker;
import io.releasemedia.run.WorkerHealth;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code worker}: works on the partitions of jobs that run with {@code --workers}. */
@Command(
        name = "worker",
        description =
                "Works on partitions of the jobs that run with --workers, on whatever machine, until it is told to"
                        + " end (SIGTERM). It needs a PostgreSQL server that all machines reach.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  SPRING_DATASOURCE_URL=jdbc:postgresql://db.example:5432/media release-media worker --threads 32"
        })
final class WorkerCommand implements Callable<Integer> {

    /** The pulse, and what the threads look up between partitions. */
    private static final int OWN_CONNECTIONS = 3;

    private static final int MOST_THREADS = 256;

    private final Console console;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "${sys:release-media.worker.threads:-${env:RELEASE_MEDIA_WORKER_THREADS:-0}}",
            description = "Partitions at work at once (default: one a core).")
    private int threads;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${sys:release-media.worker.name:-${env:RELEASE_MEDIA_WORKER_NAME:-}}",
            description = "Its name in 'status' (default: the machine's).")
    private String name = "";

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            defaultValue = "${sys:release-media.worker.lease:-${env:RELEASE_MEDIA_WORKER_LEASE:-30}}",
            description = "When it says nothing for so long, others take its partitions (default: ${DEFAULT-VALUE}).")
    private int lease;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "${sys:release-media.worker.grace:-${env:RELEASE_MEDIA_WORKER_GRACE:-20}}",
            description = "Time to end the files at work when it is told to end (default: ${DEFAULT-VALUE}).")
    private int grace;

    @Option(
            names = "--health-port",
            paramLabel = "N",
            defaultValue = "${sys:release-media.worker.health-port:-${env:RELEASE_MEDIA_WORKER_HEALTH_PORT:-0}}",
            description = "Port of /health (200 or 503) and /metrics; 0 is off (default: ${DEFAULT-VALUE}).")
    private int healthPort;

    @Option(
            names = "--health-address",
            paramLabel = "ADDRESS",
            defaultValue =
                    "${sys:release-media.worker.health-address:-${env:RELEASE_MEDIA_WORKER_HEALTH_ADDRESS:-127.0.0.1}}",
            description = "Address of that port; 0.0.0.0 is all of the machine's (default: ${DEFAULT-VALUE}).")
    private String healthAddress = "";

    WorkerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        check();
        requireServer("a worker");
        int partitions = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        String called = name.isBlank() ? Host.name() : name;
        return OpenDatabase.run(OWN_CONNECTIONS, (dataSource, interruption) -> {
            WorkerHealth health = new WorkerHealth();
            try (Worker worker =
                            Worker.start(dataSource, called, partitions, Duration.ofSeconds(lease), health.listener());
                    Closeable port = listen(health, worker)) {
                interruption.stopBy(worker::stop, Duration.ofSeconds(grace));
                console.err()
                        .println("Worker " + called + " takes partitions of release-media " + worker.version() + ", "
                                + partitions + " at once");
                worker.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ExitCode.DONE;
        });
    }

    private Closeable listen(WorkerHealth health, Worker worker) throws IOException {
        return healthPort == 0 ? () -> {} : health.serve(worker, healthAddress, healthPort);
    }

    private void check() throws CommandException {
        if (threads < 0 || threads > MOST_THREADS) {
            throw CommandException.wrongUsage("--threads must be a number from 1 to " + MOST_THREADS);
        }
        if (lease < 2) {
            throw CommandException.wrongUsage("--lease must be at least 2");
        }
        if (grace < 1) {
            throw CommandException.wrongUsage("--grace must be at least 1");
        }
    }

    /** Refuses the embedded database, which other machines do not reach. */
    static void requireServer(String who) throws CommandException {
        Optional<Database.Server> server = Database.Location.fromEnvironment().server();
        if (server.isEmpty()) {
            throw CommandException.couldNotRun(who + " needs a PostgreSQL server that all machines reach; the embedded"
                    + " database is private to this one. Set SPRING_DATASOURCE_URL=jdbc:postgresql://HOST:PORT/DATABASE,"
                    + " SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD");
        }
    }
}
