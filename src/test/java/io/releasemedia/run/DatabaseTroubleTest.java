package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.releasemedia.database.Database;
import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunState;
import io.releasemedia.report.RunSummary;
import io.releasemedia.testing.CuttableWire;
import io.releasemedia.testing.MediaServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does when its database, or one connection of it, goes away in the middle. */
class DatabaseTroubleTest {

    private static final int RECORDS = 160;
    private static final String JOB = "job: trouble\nlinks: {check: false}\nexecution: {threads: 4, chunk: 10, ";

    @TempDir
    private static Path folder;

    private Runs runs;
    private MediaServer server;
    private CuttableWire wire;
    private HikariDataSource pool;

    @BeforeEach
    void open() throws Exception {
        runs = Runs.in(folder);
        server = MediaServer.start().delay(Duration.ofMillis(10));
        runs.records(RECORDS, "acme", server);
        Database.Server real = runs.database().location().server().orElseThrow();
        wire = CuttableWire.to(
                URI.create(real.url().substring("jdbc:".length())).getPort());
        pool = pool(real, wire.port(), 8, 1_000);
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
        wire.close();
        server.close();
        runs.close();
    }

    @Test
    void aDatabaseThatComesBackIsWaitedFor() throws Exception {
        CompletableFuture<Void> outage = atRequest(60, () -> {
            wire.cut();
            Thread.sleep(3_000);
            wire.mend();
        });

        RunSummary summary = Runs.run(runs.job(JOB + "databasePatience: 60s}"), pool);

        assertThat(outage).isCompleted();
        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(summary.enriched()).isEqualTo(RECORDS);
        runs.assertEachOnce(RECORDS);
    }

    @Test
    void aRunWhoseDatabaseStaysAwayIsTakenUpLater() throws Exception {
        JobSpec job = runs.job(JOB + "databasePatience: 1s}");
        var unused = atRequest(60, wire::cut);

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> Runs.run(job, pool))
                .withMessageStartingWith("the database went away: ");
        assertThat(runs.count("select count(*) from enrichment")).isBetween(1L, RECORDS - 1L);

        wire.mend();
        RunSummary summary = runs.run(job);
        assertThat(summary.run()).as("the same run").isEqualTo(1);
        assertThat(summary.selected()).isEqualTo(RECORDS);
        runs.assertEachOnce(RECORDS);
    }

    @Test
    void aRunThatLosesItsLockTakesItAgain() throws Exception {
        server.delay(Duration.ofMillis(100));
        CompletableFuture<Void> cut = atRequest(20, () -> assertThat(runs.count(
                        "select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and"
                                + " database = (select oid from pg_database where datname = current_database())"))
                .isEqualTo(1));

        RunSummary summary = Runs.run(runs.job(JOB + "databasePatience: 60s}"), pool);

        assertThat(cut).isCompleted();
        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        runs.assertEachOnce(RECORDS);
    }

    @Test
    void aPoolSmallerThanThePartitionsIsEnough() throws Exception {
        try (HikariDataSource small = pool(runs.database().location().server().orElseThrow(), wire.port(), 3, 30_000)) {
            RunSummary summary =
                    Runs.run(runs.job("job: crowd\nlinks: {check: true}\nexecution: {threads: 16, chunk: 5}\n"), small);

            assertThat(summary.enriched()).isEqualTo(RECORDS);
            runs.assertEachOnce(RECORDS);
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    /** Does something in the middle of a run. */
    private CompletableFuture<Void> atRequest(int number, Action action) {
        AtomicInteger requests = new AtomicInteger();
        CompletableFuture<Void> done = new CompletableFuture<>();
        server.onRequest(path -> {
            if (requests.incrementAndGet() == number) {
                var unused = CompletableFuture.runAsync(() -> {
                            try {
                                action.run();
                                done.complete(null);
                            } catch (Exception | AssertionError e) {
                                done.completeExceptionally(e);
                            }
                        })
                        .orTimeout(60, TimeUnit.SECONDS);
            }
        });
        return done;
    }

    private static HikariDataSource pool(Database.Server server, int port, int connections, int timeoutMillis) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url().replaceFirst(":\\d+/", ":" + port + "/"));
        config.setUsername(server.username());
        config.setPassword(server.password());
        config.setMaximumPoolSize(connections);
        config.setSchema(Database.SCHEMA);
        config.setConnectionTimeout(timeoutMillis);
        return new HikariDataSource(config);
    }
}
