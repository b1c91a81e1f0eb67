package io.releasemedia.database;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's programs and a few of the system's, cut off from this process's terminal and environment. */
final class Program {

    /** What a program that ended left. Its two outputs are one text. */
    record Outcome(int exitCode, String output) {}

    private Program() {}

    /** Starts a server; what it says goes to the end of a file. */
    static Process startServer(List<String> command, Path folder, Path log) throws IOException {
        return builder(command, folder)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Runs a program to its end; it is killed when there is no more time. */
    static Outcome run(List<String> command, Path folder, Patience patience, String purpose) throws IOException {
        Process process = builder(command, folder).start();
        try (InputStream from = process.getInputStream()) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
                output.writeBytes(from.readNBytes(from.available()));
                patience.check(purpose);
            }
            output.writeBytes(from.readNBytes(from.available()));
            return new Outcome(process.exitValue(), output.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while waiting for " + purpose + ".", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static ProcessBuilder builder(List<String> command, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        // PGPORT, PGDATA, PGOPTIONS and their kin would change what the programs do.
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        return builder;
    }
}
