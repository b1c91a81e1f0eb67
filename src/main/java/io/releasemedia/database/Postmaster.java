package io.releasemedia.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A running server's first process, as {@code postmaster.pid} in its data folder names it. Lines of that file
 * (PostgreSQL's {@code miscadmin.h}): 1 process id, 4 port, 8 status.
 *
 * @param status {@code starting}, {@code stopping} or {@code ready}; empty text very early
 */
record Postmaster(Path data, long pid, int port, String status) {

    /** The server of a data folder, if it runs. A process that merely has the number in the file is no server. */
    static Optional<Postmaster> of(Path data) throws IOException {
        return read(data).filter(Postmaster::isAlive);
    }

    /** What {@code postmaster.pid} says, whether it is true or not. */
    static Optional<Postmaster> read(Path data) throws IOException {
        Optional<String> file;
        try {
            file = DurableFiles.read(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        List<String> lines = file.map(text -> text.lines().toList()).orElse(List.of());
        if (lines.size() < 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Postmaster(
                    data,
                    Long.parseLong(lines.get(0).strip()),
                    Integer.parseInt(lines.get(3).strip()),
                    lines.size() < 8 ? "" : lines.get(7).strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean isReady() {
        return status.equals("ready");
    }

    /** Whether the process runs, is postgres, and works on this data folder. */
    boolean isAlive() {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        Path process = Path.of("/proc", Long.toString(pid));
        if (handle.isEmpty() || !Files.isDirectory(Path.of("/proc/self"))) {
            return handle.flatMap(alive -> alive.info().command())
                    .filter(command -> command.endsWith("/postgres"))
                    .isPresent();
        }
        try {
            return isPostgres(process) && worksOn(process, data) && !isZombie(process);
        } catch (IOException e) {
            // It has just ended.
            return false;
        }
    }

    /**
     * Kills processes of a server whose first process is gone. PostgreSQL refuses to start while one of them lives, and
     * one that is busy does not notice by itself. Committed data are in the write-ahead log.
     */
    static void killOrphans(Path data, Patience patience) throws IOException {
        List<ProcessHandle> orphans = new ArrayList<>();
        ProcessHandle.allProcesses().forEach(candidate -> {
            Path process = Path.of("/proc", Long.toString(candidate.pid()));
            try {
                if (isPostgres(process) && worksOn(process, data) && !isZombie(process)) {
                    orphans.add(candidate);
                }
            } catch (IOException e) {
                // It has just ended, or belongs to another user and so not to us.
            }
        });
        for (ProcessHandle orphan : orphans) {
            orphan.destroyForcibly();
            Path process = Path.of("/proc", Long.toString(orphan.pid()));
            while (Files.exists(process) && !isGone(process)) {
                patience.pause("the end of process " + orphan.pid() + ", left by a killed server of " + data);
            }
        }
    }

    /** Stops the server: running transactions are rolled back, then the data are brought to the disk. */
    void stop(Patience patience) throws IOException {
        kill("INT", patience);
        while (isAlive() && patience.rest()) {
            // The last checkpoint takes its time.
        }
        if (isAlive()) {
            // Without a last checkpoint; the next start recovers from the write-ahead log.
            Patience last = Patience.of(Duration.ofSeconds(10));
            kill("QUIT", last);
            while (isAlive()) {
                last.pause("the end of the embedded database's server, process " + pid + ", which works on " + data);
            }
        }
        awaitEnd();
    }

    /**
     * A process that ends loses its command line first and its files later, and a child of this JVM stays in the process
     * list until Java's own thread has asked for its end.
     */
    private void awaitEnd() {
        Path process = Path.of("/proc", Long.toString(pid));
        boolean child = ProcessHandle.current().children().anyMatch(candidate -> candidate.pid() == pid);
        // Short, because the number may have become another process's meanwhile.
        Patience moment = Patience.of(Duration.ofSeconds(2));
        while (Files.exists(process) && (child || !isGone(process)) && moment.rest()) {
            // The kernel closes its files.
        }
    }

    private void kill(String signal, Patience patience) throws IOException {
        // Java cannot send these signals itself, and pg_ctl refuses to run as root.
        List<String> command = List.of("/bin/sh", "-c", "kill -" + signal + ' ' + pid);
        Program.run(command, Path.of("/"), patience, "the server's end");
    }

    private static boolean isPostgres(Path process) throws IOException {
        // The command line may be read by every user, the link to the program only by some.
        String title = commandLine(process).get(0);
        return title.startsWith("postgres:") || title.endsWith("/postgres") || title.equals("postgres");
    }

    private static boolean worksOn(Path process, Path data) throws IOException {
        List<String> words = commandLine(process);
        int option = words.indexOf("-D");
        if (option > 0 && option + 1 < words.size() && isSame(words.get(option + 1), data)) {
            return true;
        }
        return isSame(process.resolve("cwd").toString(), data);
    }

    private static boolean isSame(String one, Path other) {
        try {
            return Files.isSameFile(Path.of(one), other);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private static List<String> commandLine(Path process) throws IOException {
        return List.of(
                new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8).split("\0", -1));
    }

    /** A process that has ended, and whose end its parent has not asked for. */
    private static boolean isZombie(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        int afterName = stat.lastIndexOf(')') + 2;
        return afterName >= stat.length() || "ZX".indexOf(stat.charAt(afterName)) >= 0;
    }

    private static boolean isGone(Path process) {
        try {
            return isZombie(process);
        } catch (IOException e) {
            return true;
        }
    }
}
