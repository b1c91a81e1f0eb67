package io.releasemedia.database;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another Java process that runs {@link DatabaseUser}. */
final class ChildJvm implements AutoCloseable {

    private static final String END_OF_OUTPUT = "\0";

    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    private ChildJvm(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readAll, "child-output");
        reader.setDaemon(true);
        reader.start();
    }

    static ChildJvm start(String task, Path home) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), System.getenv("PATH"), task, home);
    }

    /** Starts a process with something before its command, another class path, or another PATH. */
    static ChildJvm start(List<String> prefix, String classPath, String searchPath, String task, Path home)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath,
                DatabaseUser.class.getName(),
                task,
                home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
        builder.redirectErrorStream(true);
        builder.environment().put("PATH", searchPath);
        return new ChildJvm(builder.start());
    }

    /** The next line that begins with a word; the lines before it are passed over. */
    String await(String word) throws InterruptedException {
        List<String> passed = new ArrayList<>();
        while (true) {
            String line = output.poll(60, TimeUnit.SECONDS);
            if (line == null || line.equals(END_OF_OUTPUT)) {
                throw new AssertionError("the child never said \"" + word + "\", but: " + passed);
            }
            if (line.startsWith(word)) {
                return line;
            }
            passed.add(line);
        }
    }

    /** All lines that are still to come; for a process that ends. */
    List<String> rest() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = output.poll(60, TimeUnit.SECONDS);
            if (line == null || line.equals(END_OF_OUTPUT)) {
                return lines;
            }
            lines.add(line);
        }
    }

    /** Lets a holding process go on and waits for its end. */
    void finish() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        awaitEnd();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the child does not end");
        }
    }

    /** What {@code kill -9} does. */
    void kill() throws InterruptedException {
        // The process itself would close its output, and what it has said would be lost.
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    /** What {@code kill} does. */
    void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }

    private void readAll() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                output.add(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            output.add(END_OF_OUTPUT);
        }
    }
}
