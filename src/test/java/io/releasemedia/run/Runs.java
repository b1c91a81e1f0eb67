package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.job.JobFile;
import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunSummary;
import io.releasemedia.testing.MediaServer;
import io.releasemedia.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Runs jobs over a catalogue of remote files, and knows how often each record was written. */
final class Runs implements AutoCloseable {

    private final TestDatabase database;
    private final Path folder;

    private Runs(TestDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** Over a new database. */
    static Runs in(Path folder) throws Exception {
        TestDatabase database = TestDatabase.create();
        database.jdbc()
                .sql("create table witness (media_id bigint, run bigint)")
                .update();
        database.jdbc().sql("""
                        create function witness() returns trigger language plpgsql as $$
                        begin
                            insert into witness values (new.media_id, new.last_run_id);
                            return new;
                        end $$
                        """).update();
        database.jdbc()
                .sql("create trigger witness after insert or update on enrichment for each row execute function"
                        + " witness()")
                .update();
        return new Runs(database, folder);
    }

    TestDatabase database() {
        return database;
    }

    /** So many more records, ten a release, of one tenant. */
    void records(int count, String tenant, MediaServer server) {
        database.jdbc()
                .sql("insert into release (id, tenant_id) select md5(:tenant || g)::uuid, :tenant"
                        + " from generate_series(0, (:count - 1) / 10) g")
                .param("tenant", tenant)
                .param("count", count)
                .update();
        database.jdbc()
                .sql("insert into media (release_id, position, cloud_id, cloud_url, type, name)"
                        + " select md5(:tenant || (g / 10))::uuid, g % 10, 'c' || g, :url || :tenant || '-' || g,"
                        + " 'audio', 'n' || g from generate_series(0, :count - 1) g")
                .param("tenant", tenant)
                .param("count", count)
                .param("url", server.url(""))
                .update();
    }

    /** A job file's text becomes a job; loopback is open to it. */
    JobSpec job(String text) throws Exception {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, "net: {allow: [127.0.0.1]}\n" + text);
        // Child processes have tests of their own, and take a second each to start.
        return JobFile.read(file, List.of("execution.isolation=process"), Set.of("json", "csv"));
    }

    RunSummary run(JobSpec spec) throws Exception {
        return run(spec, database.dataSource());
    }

    static RunSummary run(JobSpec spec, DataSource dataSource) throws Exception {
        try (JobRunner runner = JobRunner.prepare(spec, dataSource, new Progress())) {
            return runner.run(false);
        }
    }

    long count(String sql) {
        return database.jdbc().sql(sql).query(Long.class).single();
    }

    /** Every record was looked at, and none was written twice in a run. */
    void assertEachOnce(long records) {
        assertThat(count("select count(*) from enrichment where status = 'ok'")).isEqualTo(records);
        assertThat(count("select count(*) from (select from witness group by media_id, run having count(*) > 1) twice"))
                .as("records written twice")
                .isZero();
    }

    @Override
    public void close() throws Exception {
        database.close();
    }
}
