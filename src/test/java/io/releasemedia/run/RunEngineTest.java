package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunState;
import io.releasemedia.report.RunSummary;
import io.releasemedia.testing.MediaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEngineTest {

    @TempDir
    private Path folder;

    private Runs runs;
    private MediaServer server;

    @BeforeEach
    void open() throws Exception {
        runs = Runs.in(folder);
        server = MediaServer.start();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        runs.close();
    }

    @Test
    void aTimeBudgetLeavesTheRestDueAndExportsWhatWasDone() throws Exception {
        runs.records(100, "acme", server.delay(Duration.ofMillis(20)));
        String job = "job: nightly\nexport: {out: out, formats: [json]}\nexecution: {threads: 2, chunk: 5";

        RunSummary first = runs.run(runs.job(job + ", timeBudget: 1s}"));

        assertThat(first.state()).isEqualTo(RunState.COMPLETED);
        assertThat(first.enriched()).isBetween(1L, 99L);
        assertThat(folder.resolve("out/_SUCCESS")).exists();
        RunSummary second = runs.run(runs.job(job + "}"));
        assertThat(second.run()).as("a new run").isEqualTo(first.run() + 1);
        assertThat(first.enriched() + second.enriched()).isEqualTo(100);
        runs.assertEachOnce(100);
    }

    @Test
    void aRunThatIsStoppedKeepsWhatItDidAndIsTakenUp() throws Exception {
        runs.records(100, "acme", server.delay(Duration.ofMillis(50)));
        JobSpec job = runs.job("job: nightly\nexecution: {threads: 2, chunk: 50}\n");
        try (JobRunner runner = JobRunner.prepare(job, runs.database().dataSource(), new Progress())) {
            CompletableFuture<RunSummary> run = CompletableFuture.supplyAsync(() -> {
                try {
                    return runner.run(false);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            CountDownLatch begun = new CountDownLatch(30);
            server.onRequest(path -> begun.countDown());
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            runner.stop();

            RunSummary stopped = run.get(10, TimeUnit.SECONDS);
            assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
            assertThat(stopped.enriched()).as("half a chunk is kept").isBetween(5L, 99L);
        }
        RunSummary resumed = runs.run(job);
        assertThat(resumed.run()).isEqualTo(1);
        assertThat(resumed.enriched()).isEqualTo(100);
        runs.assertEachOnce(100);
    }

    @Test
    void whatIsNewComesBeforeWhatIsDueAgain() throws Exception {
        runs.records(40, "old", server);
        runs.run(runs.job("job: nightly\n"));
        runs.database().jdbc().sql("update enrichment set next_due_at = now()").update();
        runs.records(20, "new", server);
        server.delay(Duration.ofMillis(10));
        List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
        server.onRequest(asked::add);

        runs.run(runs.job("job: nightly\nexecution: {threads: 1}\n"));

        assertThat(asked).hasSizeGreaterThanOrEqualTo(60);
        assertThat(asked.subList(0, 20)).allMatch(path -> path.startsWith("/new-"));
    }

    @Test
    void aRunThatDiedAfterItsLastStepIsOnlyClosed() throws Exception {
        runs.records(10, "acme", server);
        JobSpec job = runs.job("job: nightly\n");
        runs.run(job);
        runs.database()
                .jdbc()
                .sql("update run set state = 'running', finished_at = null, selected = null")
                .update();

        RunSummary next = runs.run(job);

        assertThat(next.run()).isEqualTo(2);
        assertThat(next.selected()).isZero();
        assertThat(runs.count("select count(*) from run where state = 'completed'"))
                .isEqualTo(2);
    }

    /** What was written so far seems to come from tomorrow. */
    @Test
    void aClockThatWentBackKeepsNoRunFromBeingTakenUp() throws Exception {
        runs.records(60, "acme", server.delay(Duration.ofMillis(10)));
        JobSpec job =
                runs.job("job: nightly\nexecution: {threads: 2, chunk: 5}\nexport: {out: out, formats: [json]}\n");
        for (int stop = 1; stop <= 2; stop++) {
            stopAt(job, 20);
            for (String table : List.of("batch_step_execution", "batch_job_execution")) {
                runs.database()
                        .jdbc()
                        .sql("update " + table + " set create_time = create_time + interval '1 day', start_time ="
                                + " start_time + interval '1 day', end_time = end_time + interval '1 day',"
                                + " last_updated = last_updated + interval '1 day'")
                        .update();
            }
            runs.database()
                    .jdbc()
                    .sql("update run set started_at = started_at + interval '1 day',"
                            + " finished_at = finished_at + interval '1 day'")
                    .update();
        }

        RunSummary summary = runs.run(job);

        assertThat(summary.run()).as("the same run").isEqualTo(1);
        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(summary.enriched()).isEqualTo(60);
        assertThat(summary.duration()).as("not negative").isZero();
        runs.assertEachOnce(60);
        assertThat(folder.resolve("out/_SUCCESS")).exists();
        assertThat(runs.run(job).selected()).isZero();
    }

    /** Runs a job and stops it at a request. */
    private void stopAt(JobSpec job, int request) throws Exception {
        try (JobRunner runner = JobRunner.prepare(job, runs.database().dataSource(), new Progress())) {
            AtomicInteger requests = new AtomicInteger();
            server.onRequest(path -> {
                if (requests.incrementAndGet() == request) {
                    runner.stop();
                }
            });
            assertThat(runner.run(false).state()).isEqualTo(RunState.STOPPED);
        } finally {
            server.onRequest(path -> {});
        }
    }

    @Test
    void recordsThatAreDeletedMeanwhileLeaveNothingBehind() throws Exception {
        runs.records(60, "acme", server.delay(Duration.ofMillis(20)));
        AtomicBoolean done = new AtomicBoolean();
        server.onRequest(path -> {
            if (path.endsWith("-5") && done.compareAndSet(false, true)) {
                runs.database()
                        .jdbc()
                        .sql("delete from media where position < 7")
                        .update();
            }
        });

        RunSummary summary = runs.run(runs.job("job: nightly\nexecution: {threads: 1, chunk: 30}\n"));

        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(summary.selected()).isEqualTo(18);
        runs.assertEachOnce(18);
    }

    @Test
    void tenantsMayUseTheSameCloudIds() throws Exception {
        runs.records(20, "acme", server);
        runs.records(20, "other", server);

        runs.run(runs.job("job: nightly\nselect: {tenants: [acme]}\nexport: {out: out, formats: [json]}\n"));

        assertThat(runs.count("select count(*) from enrichment join media m on m.id = media_id"
                        + " join release r on r.id = m.release_id where r.tenant_id <> 'acme'"))
                .isZero();
        runs.run(runs.job("job: nightly\n"));
        runs.assertEachOnce(40);
    }

    @Test
    void aReleaseIsRunWhileAnotherJobIsAtWork() throws Exception {
        runs.records(40, "acme", server.delay(Duration.ofMillis(50)));
        AtomicReference<RunSummary> other = new AtomicReference<>();
        AtomicBoolean begun = new AtomicBoolean();
        JobSpec nightly = runs.job("job: nightly\nexecution: {threads: 1}\n");
        JobSpec one = runs.job("job: one\nselect: {force: true}\nexecution: {threads: 1}\n");
        CompletableFuture<Void> together = new CompletableFuture<>();
        server.onRequest(path -> {
            if (path.endsWith("-3") && begun.compareAndSet(false, true)) {
                var unused = CompletableFuture.runAsync(() -> {
                    try {
                        assertThatExceptionOfType(JobLockedException.class)
                                .isThrownBy(() -> runs.run(nightly))
                                .withMessageContaining("job nightly is at work already: run 1 on ")
                                .withMessageContaining("since ");
                        other.set(runs.run(one));
                        together.complete(null);
                    } catch (Exception | AssertionError e) {
                        together.completeExceptionally(e);
                    }
                });
            }
        });

        RunSummary summary = runs.run(nightly);

        together.get(60, TimeUnit.SECONDS);
        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(other.get().state()).isEqualTo(RunState.COMPLETED);
        runs.assertEachOnce(40);
    }

    @Test
    void aRemoteFileIsReadAgainOnlyIfItsServerSaysThatItChanged() throws Exception {
        runs.records(1, "acme", server);
        JobSpec job = runs.job("job: nightly\nsource: {checkRemoteAfter: 1d}\n");
        runs.run(job);
        int first = server.requests("acme-0");
        makeOld();

        RunSummary unchanged = runs.run(job);

        assertThat(unchanged.unchanged()).isEqualTo(1);
        assertThat(server.requests("acme-0")).as("one request to ask").isEqualTo(first + 1);
        server.change();
        makeOld();
        RunSummary changed = runs.run(job);
        assertThat(changed.enriched()).isEqualTo(1);
        assertThat(runs.database()
                        .jdbc()
                        .sql("select metadata ->> 'duration' from media")
                        .query(String.class)
                        .single())
                .isEqualTo("0.2");
    }

    private void makeOld() {
        runs.database()
                .jdbc()
                .sql("update enrichment set looked_at = now() - interval '2 days'")
                .update();
    }

    @Test
    void metricsAreInTheFileAndBehindThePort() throws Exception {
        runs.records(30, "acme", server.delay(Duration.ofMillis(20)));
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        AtomicReference<String> seen = new AtomicReference<>("");
        server.onRequest(path -> {
            if (path.endsWith("-29")) {
                seen.set(get("http://127.0.0.1:" + port + "/metrics"));
            }
        });

        runs.run(runs.job(
                "job: nightly\nexecution: {threads: 1, chunk: 5}\nmetrics: {file: m.prom, port: " + port + "}\n"));

        assertThat(seen.get()).contains("release_media_probe_seconds_count{format=\"audio/wav\",job_name=\"nightly\"}");
        assertThat(Files.readString(folder.resolve("m.prom")))
                .contains("release_media_records_total{job_name=\"nightly\",kind=\"file\",status=\"ok\"} 30.0")
                .contains("release_media_run_records{job_name=\"nightly\",outcome=\"enriched\"} 30.0")
                .contains("release_media_run_end_timestamp_seconds{job_name=\"nightly\",state=\"completed\"}");
    }

    private static String get(String url) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
