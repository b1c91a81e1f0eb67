package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.enrich.Caution;
import io.releasemedia.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the record is found at which workers die. */
class SuspectsTest {

    private TestDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.create();
        database.jdbc().sql("""
                        insert into remote_partition
                            (step_execution_id, manager_step_id, job_execution_id, run_id, name, message_id, version)
                        values (1, 1, 1, 1, 'p', 'm', 'v')
                        """).update();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private int attempts() {
        return database.jdbc()
                .sql("select attempts from remote_partition")
                .query(Integer.class)
                .single();
    }

    /** A worker begins the partition, as {@link PartitionBook#begin} has it. */
    private Caution worker() {
        int before = attempts();
        database.jdbc()
                .sql("update remote_partition set attempts = attempts + 1")
                .update();
        return Suspects.of(database.jdbc(), 1, before);
    }

    private static boolean looks(Caution worker, long record) {
        boolean begun = worker.begins(record);
        if (begun) {
            worker.ended(record);
        }
        return begun;
    }

    @Test
    void theRecordAtWhichTwoCarefulWorkersDiedIsLeftOut() {
        assertThat(worker().isNeeded())
                .as("the first knows nothing of it, and dies")
                .isFalse();
        for (int i = 0; i < 2; i++) {
            Caution victim = worker();
            assertThat(victim.isNeeded()).isTrue();
            assertThat(looks(victim, 5)).isTrue();
            assertThat(victim.begins(6)).as("and dies").isTrue();
        }
        Caution survivor = worker();

        assertThat(looks(survivor, 5)).isTrue();
        assertThat(looks(survivor, 6)).isFalse();
        assertThat(looks(survivor, 7)).isTrue();
        assertThat(attempts()).as("those deaths are explained").isEqualTo(1);
    }

    @Test
    void thatIsNoReasonToGoOnForEver() {
        worker();
        worker().begins(6);
        worker().begins(6);
        assertThat(worker().begins(6)).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(worker().begins(6)).as("it stays left out").isFalse();
        }

        assertThat(attempts()).as("later deaths are not explained by it").isEqualTo(4);
    }

    @Test
    void oneDeathDoesNotConvict() {
        worker();
        worker().begins(6);
        Caution next = worker();

        assertThat(looks(next, 6)).isTrue();
        assertThat(looks(worker(), 6)).isTrue();
        assertThat(database.jdbc()
                        .sql("select cardinality(suspects) from remote_partition")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
