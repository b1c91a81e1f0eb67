package io.releasemedia.testing;

import io.releasemedia.database.Database;
import io.releasemedia.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of a test's own, which it may stop and start again on the same port, as an operator does. */
public final class OwnServer implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;

    private final EmbeddedPostgres embedded;
    private final Path home;
    private final List<String> command;
    private @Nullable Process started;

    private OwnServer(EmbeddedPostgres embedded, Path home) throws IOException {
        this.embedded = embedded;
        this.home = home;
        this.command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL does not run as root; its data belong to whom it ran as, or count as such in a namespace.
            Object owner = Files.getAttribute(data(), "unix:uid");
            command.addAll(
                    owner.equals(0)
                            ? List.of("unshare", "--user")
                            : List.of("setpriv", "--reuid=" + owner, "--regid=" + owner, "--clear-groups"));
        }
        String words = Files.readString(Path.of("/proc/" + postmaster() + "/cmdline"), StandardCharsets.UTF_8);
        Arrays.stream(words.split("\0", -1)).filter(word -> !word.isEmpty()).forEach(command::add);
    }

    /** Starts one that keeps everything in a folder. */
    public static OwnServer in(Path home) throws IOException {
        return new OwnServer(EmbeddedPostgres.open(home), home);
    }

    /** For who is to use it. */
    public Database.Server server() {
        return new Database.Server(embedded.url(), embedded.user(), embedded.password());
    }

    /**
     * Stops it and waits until it is gone.
     *
     * @param signal {@code INT}: sessions are cut and all is written; {@code QUIT}: it leaves everything as it is
     */
    public void stop(String signal) throws IOException, InterruptedException {
        ProcessHandle process = ProcessHandle.of(postmaster()).orElseThrow();
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (process.isAlive()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("the server does not stop");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Starts it again and waits until it answers. */
    public void start() throws IOException, InterruptedException {
        started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("restarted.log").toFile()))
                .start();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            try {
                DriverManager.getConnection(embedded.url(), embedded.user(), embedded.password())
                        .close();
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > limit
                        || !Objects.requireNonNull(started).isAlive()) {
                    throw new AssertionError(
                            "the server does not start again: " + Files.readString(home.resolve("restarted.log")), e);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    @Override
    public void close() throws IOException {
        embedded.close();
        if (started != null) {
            started.destroyForcibly();
        }
    }

    private Path data() {
        return home.resolve("data");
    }

    private long postmaster() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data().resolve("postmaster.pid")).get(0));
    }
}
