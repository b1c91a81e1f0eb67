package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.enrich.WorkListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to workers, a run ends as an undisturbed local one, and no record is done twice. */
class WorkerFaultsIT {

    private static final int FILES = 48;
    private static final Duration LATENCY = Duration.ofMillis(70);

    private static List<String> expectedRows;
    private static Map<String, String> expectedExports;

    @TempDir
    private Path folder;

    private WorkerScene scene;

    @BeforeAll
    static void runLocally(@TempDir Path folder) throws Exception {
        try (WorkerScene local = WorkerScene.create(folder, FILES, Duration.ZERO)) {
            assertThat(local.end(local.run())).as(local::text).isZero();
            expectedRows = local.rows();
            expectedExports = local.exports();
            assertThat(expectedRows).hasSize(FILES).allMatch(row -> row.contains(" ok enriched "));
        }
    }

    @BeforeEach
    void create() throws Exception {
        scene = WorkerScene.create(folder, FILES, LATENCY);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private void assertAsUndisturbed() throws Exception {
        assertAs(expectedRows, expectedExports);
    }

    private void assertAs(List<String> rows, Map<String, String> exports) throws Exception {
        assertThat(scene.rows()).isEqualTo(rows);
        assertThat(scene.exports()).isEqualTo(exports);
        assertThat(scene.twice()).as("records done twice").isZero();
        assertThat(scene.number("select count(*) from remote_partition where ended_at is null"))
                .isZero();
        assertThat(scene.number("select count(*) from int_channel_message")).isZero();
    }

    @Test
    @Tag("long")
    void twoWorkersShareTheWork() throws Exception {
        scene.worker("one");
        scene.worker("two");
        scene.awaitAlive("one");
        scene.awaitAlive("two");

        assertThat(scene.end(scene.run("--workers=only"))).as(scene::text).isZero();

        assertAsUndisturbed();
        assertThat(scene.number("select count(distinct worker_id) from remote_partition"))
                .isEqualTo(2);
    }

    @Test
    void theManagerWorksItselfWhileNoWorkerOfItsVersionIsAlive() throws Exception {
        try (Worker other = Worker.start(
                scene.database().dataSource(), "another version", "other", 1, Worker.LEASE, WorkListener.NONE)) {
            assertThat(scene.end(scene.run("--workers"))).as(scene::text).isZero();

            assertThat(other.partitions()).isZero();
        }

        assertAsUndisturbed();
        assertThat(scene.logs()).contains("is alive (1 of another version); this process works itself");
    }

    @Test
    void aKilledWorkersPartitionsGoOnElsewhere() throws Exception {
        Process one = scene.worker("one");
        scene.worker("two");
        Process manager = runUntilOneIsBusy();

        one.toHandle().destroyForcibly();

        assertThat(scene.end(manager)).as(scene::text).isZero();
        assertAsUndisturbed();
    }

    @Test
    void aHaltedWorkersPartitionsGoOnElsewhereAndItDoesNoHarmWhenItWakes() throws Exception {
        Process one = scene.worker("one");
        scene.worker("two");
        Process manager = runUntilOneIsBusy();

        WorkerScene.signal(one, "STOP");
        assertThat(scene.end(manager)).as(scene::text).isZero();
        WorkerScene.signal(one, "CONT");
        scene.await(
                "the worker that woke",
                () -> scene.number(
                                "select count(*) from worker where name = 'one' and busy = 0 and seen_at > now() - interval '1 s'")
                        > 0);

        assertAsUndisturbed();
    }

    @Test
    void aWorkerThatIsToldToEndLeavesItsPartitionsToOthers() throws Exception {
        Process one = scene.worker("one");
        scene.worker("two");
        Process manager = runUntilOneIsBusy();

        one.toHandle().destroy();

        assertThat(scene.end(one)).as(scene::text).isEqualTo(143);
        assertThat(scene.end(manager)).as(scene::text).isZero();
        assertAsUndisturbed();
        assertThat(scene.number("select count(*) from remote_partition where attempts <> 1"))
                .as("partitions that count as begun in vain")
                .isZero();
    }

    @Test
    void theNextManagerTakesUpWhatAKilledOneLeft() throws Exception {
        scene.worker("one");
        Process manager = runUntilOneIsBusy();

        manager.toHandle().destroyForcibly();
        scene.end(manager);
        Process next = scene.run("--workers=only", "--wait-for-lock");

        assertThat(scene.end(next)).as(scene::text).isZero();
        assertAsUndisturbed();
        assertThat(scene.number("select count(*) from run")).isEqualTo(1);
    }

    @Test
    void aManagerThatIsToldToEndStopsTheWorkersAndALocalRunTakesItUp() throws Exception {
        scene.worker("one");
        Process manager = runUntilOneIsBusy();

        manager.toHandle().destroy();

        assertThat(scene.end(manager)).as(scene::text).isEqualTo(143);
        long done = scene.committed();
        assertThat(done).isLessThan(FILES);
        assertThat(scene.jdbc().sql("select state from run").query(String.class).single())
                .isEqualTo("stopped");
        assertThat(scene.number("select count(*) from remote_partition where ended_at is null"))
                .isZero();
        assertThat(scene.end(scene.run())).as(scene::text).isZero();
        assertAsUndisturbed();
    }

    @Test
    @Tag("long")
    void cutConnectionsDoNoHarm() throws Exception {
        scene.worker("one");
        scene.worker("two");
        Process manager = runUntilOneIsBusy();

        scene.jdbc()
                .sql("select pg_terminate_backend(a.pid) from pg_stat_activity a join worker w"
                        + " on a.application_name = 'release-media worker ' || w.id where w.name = 'one'"
                        + " and (a.query ilike '%int_channel_message%' or a.query = 'select 1')")
                .query()
                .listOfRows();
        scene.awaitDone(30);
        // As a restart of the server does.
        scene.jdbc()
                .sql("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()")
                .query()
                .listOfRows();
        // The test's own pool takes a connection that was used just now for a good one.
        Thread.sleep(1_000);

        assertThat(scene.end(manager)).as(scene::text).isZero();
        assertAsUndisturbed();
    }

    @Test
    void aRecordThatKillsItsWorkersIsTheOnlyOneThatFails(@TempDir Path localFolder) throws Exception {
        List<String> rows;
        Map<String, String> exports;
        try (WorkerScene local = WorkerScene.create(localFolder, FILES, Duration.ZERO)) {
            AtomicReference<Process> run = new AtomicReference<>();
            local.poison(7, () -> run.get().children().forEach(child -> WorkerScene.signal(child, "ABRT")));
            run.set(local.run("--set", "execution.isolation=child", "--set", "execution.threads=1"));
            assertThat(local.end(run.get())).as(local::text).isEqualTo(1);
            rows = local.rows();
            exports = local.exports();
        }
        assertThat(rows).filteredOn(row -> row.contains(" malformed failed ")).hasSize(1);
        Process manager = poisonWorkers(7);

        assertThat(scene.end(manager)).as(scene::text).isEqualTo(1);

        assertAs(rows, exports);
        assertThat(scene.logs()).contains("7.wav", "malformed", "ended the probing process twice");
    }

    @Test
    @Tag("long")
    void aLinkThatKillsItsWorkersIsTheOnlyOneWithoutAVerdict() throws Exception {
        scene.jdbc()
                .sql("update media set is_link = true where name in ('7.wav', '8.wav')")
                .update();
        Process manager = poisonWorkers(7);

        assertThat(scene.end(manager)).as(scene::text).isZero();

        List<String> rows = scene.rows();
        assertThat(rows).hasSize(FILES);
        assertThat(rows)
                .filteredOn(row -> !row.contains(" ok "))
                .singleElement()
                .asString()
                .startsWith("7.wav ")
                .contains(" unreachable ");
        assertThat(scene.twice()).as("records done twice").isZero();
    }

    @Test
    @Tag("long")
    void aPartitionWhoseWorkersDiedWithNoRecordToBlameFailsWithASentence() throws Exception {
        Process manager = scene.run("--workers=only");
        scene.await("the partitions", () -> scene.number("select count(*) from remote_partition") > 0);
        scene.jdbc()
                .sql("update remote_partition set attempts = 4 where name = (select min(name) from remote_partition)")
                .update();
        scene.worker("survivor");

        assertThat(scene.end(manager)).as(scene::text).isEqualTo(3);

        assertThat(scene.logs()).contains("failed: given up after 4 attempts: each ended with its worker");
        assertThat(scene.twice()).isZero();
    }

    /** Runs, until worker one is in the middle of its work; gives the manager. */
    private Process runUntilOneIsBusy() throws Exception {
        Process manager = scene.run("--workers=only");
        scene.awaitBusy("one");
        scene.awaitDone(10);
        return manager;
    }

    /** Runs with workers that die at a file's record, one after the other, until one may survive; gives the manager. */
    private Process poisonWorkers(int file) throws Exception {
        AtomicReference<Process> victim = new AtomicReference<>();
        scene.poison(file, () -> victim.get().toHandle().destroyForcibly());
        Process manager = scene.run("--workers=only");
        for (int i = 0; i < 3; i++) {
            victim.set(scene.worker("victim" + i, 1));
            assertThat(scene.end(victim.get())).as(scene::text).isEqualTo(137);
        }
        scene.worker("survivor");
        return manager;
    }
}
