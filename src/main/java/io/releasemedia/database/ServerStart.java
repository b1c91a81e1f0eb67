package io.releasemedia.database;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts the server of a home, or waits for one that starts already. Needs the {@link Gate}. */
final class ServerStart {

    private static final int ATTEMPTS = 5;
    private static final long LARGEST_LOG = 8L << 20;

    /** What the server writes when another attempt, on another port or a moment later, may succeed. */
    private static final List<String> PASSING = List.of(
            "could not bind",
            "could not create any TCP/IP sockets",
            "pre-existing shared memory block",
            "postmaster.pid");

    private final Path home;
    private final DataFolder data;
    private final Path log;
    private final Patience patience;

    ServerStart(Path home, DataFolder data, Patience patience) {
        this.home = home;
        this.data = data;
        this.log = home.resolve("postgresql.log");
        this.patience = patience;
    }

    /**
     * Waits for a server that runs until it takes connections; a server that is stopping is waited for until it is
     * gone.
     *
     * @return empty when no server runs
     */
    Optional<Postmaster> adopt() throws IOException {
        Optional<Postmaster> running = Postmaster.of(data.path());
        while (running.isPresent()) {
            if (running.get().isReady() && Session.answers(running.get(), data.password())) {
                return running;
            }
            patience.pause("the server of " + data.path() + " (process "
                    + running.get().pid() + ", log " + log + ") to take connections");
            running = Postmaster.of(data.path());
        }
        return Optional.empty();
    }

    /** Starts a server where none runs, and returns when it takes connections. */
    Postmaster start() throws IOException {
        Binaries binaries = Binaries.in(home, patience);
        RunAs runAs = RunAs.choose(home, data.path(), binaries.program("postgres"), patience);
        if (data.exists()) {
            data.checkVersion(binaries, runAs, patience);
            runAs.own(data.path());
        } else {
            data.create(binaries, runAs, patience);
        }
        long logStart = prepareLog(runAs);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            clearRemains();
            data.writeSettings(freePort(), runAs);
            Optional<Postmaster> started = launch(binaries, runAs);
            if (started.isPresent()) {
                return started.get();
            }
            String said = String.join("\n", DurableFiles.lastLines(log, logStart, 100));
            if (PASSING.stream().noneMatch(said::contains)) {
                break;
            }
            // Another JVM's server may have won a race that began before that JVM was killed.
            Optional<Postmaster> other = adopt();
            if (other.isPresent()) {
                return other.get();
            }
        }
        throw refused(logStart);
    }

    private Optional<Postmaster> launch(Binaries binaries, RunAs runAs) throws IOException {
        Process process = Program.startServer(
                runAs.command(detached(
                        binaries.program("postgres").toString(),
                        "-D",
                        data.path().toString())),
                home,
                log);
        boolean started = false;
        try {
            boolean runs = true;
            while (runs) {
                runs = !process.waitFor(2, TimeUnit.MILLISECONDS);
                Optional<Postmaster> server = Postmaster.of(data.path()).filter(Postmaster::isReady);
                if (server.isPresent() && Session.answers(server.get(), data.password())) {
                    started = true;
                    return server;
                }
                patience.check("the server of " + data.path() + " (log " + log + ") to start");
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while the embedded database was starting.", e);
        } finally {
            if (!started) {
                end(process);
            }
        }
    }

    /** Gives the server a session of its own where the system can, so that a terminal's Ctrl-C does not reach it. */
    private static List<String> detached(String... command) {
        List<String> words = new ArrayList<>();
        String[] folders = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin")
                .split(File.pathSeparator);
        if (Stream.of(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")))) {
            words.add("setsid");
        }
        words.addAll(List.of(command));
        return words;
    }

    private static void end(Process server) {
        server.destroy();
        Patience end = Patience.of(Duration.ofSeconds(10));
        while (server.isAlive() && end.rest()) {
            // It rolls back what it has begun.
        }
        server.destroyForcibly();
    }

    /** Removes what a server left that had no time to end, and that would keep another one from starting. */
    private void clearRemains() throws IOException {
        Optional<Postmaster> named = Postmaster.read(data.path());
        if (named.isEmpty()) {
            Files.deleteIfExists(data.path().resolve("postmaster.pid"));
        } else if (!named.get().isAlive()) {
            Postmaster.killOrphans(data.path(), patience);
            // PostgreSQL would take any living process of this user with that number for a server.
            Files.deleteIfExists(data.path().resolve("postmaster.pid"));
        }
    }

    private long prepareLog(RunAs runAs) throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, home.resolve("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            DurableFiles.writePrivate(log, "");
        }
        runAs.own(log);
        return Files.size(log);
    }

    private EmbeddedPostgresException refused(long logStart) {
        List<String> lines = DurableFiles.lastLines(log, logStart, 8);
        if (EmbeddedPostgresException.meansDiskFull(String.join("\n", lines))) {
            return EmbeddedPostgresException.diskFull(home, new IOException(String.join("\n", lines)));
        }
        return new EmbeddedPostgresException("The server of the embedded database in " + home
                + " does not start; the end of its log " + log + ":\n  " + String.join("\n  ", lines));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
