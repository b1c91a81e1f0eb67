package io.releasemedia.run;

import io.releasemedia.job.JobSpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What a worker reads and notes of partitions beside the queue, each by itself: a row each of {@code remote_partition}. */
final class PartitionBook {

    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;
    private final String version;

    /** For release-media of this version. */
    PartitionBook(JdbcClient jdbc, String version) {
        this.jdbc = jdbc;
        this.version = version;
    }

    String version() {
        return version;
    }

    /**
     * What a worker has to know of a partition.
     *
     * @param spec the job, as JSON
     * @param timeOver whether the run's time budget is over
     */
    record Origin(long jobExecution, long run, String spec, boolean timeOver) {

        JobSpec jobSpec() {
            return JSON.readValue(spec, JobSpec.class);
        }
    }

    /** Whose partition it is; none if its run is forgotten. */
    Optional<Origin> origin(long step) {
        return jdbc.sql("""
                        select p.job_execution_id, p.run_id, r.spec, coalesce(r.ends_at <= now(), false) as time_over
                        from remote_partition p join run r on r.id = p.run_id where p.step_execution_id = :step
                        """)
                .param("step", step)
                .query((row, number) -> new Origin(
                        row.getLong("job_execution_id"),
                        row.getLong("run_id"),
                        row.getString("spec"),
                        row.getBoolean("time_over")))
                .optional();
    }

    /** Notes that a worker begins a partition, unless it is closed; how many began it before and never came back. */
    Optional<Integer> begin(long step, long worker) {
        return jdbc.sql("""
                        update remote_partition set attempts = attempts + 1, worker_id = :worker, begun_at = now()
                        where step_execution_id = :step and not closed returning attempts - 1
                        """)
                .param("worker", worker)
                .param("step", step)
                .query(Integer.class)
                .optional();
    }

    /** Notes that a worker that began these partitions leaves them to others, in good order. */
    void gaveBack(Collection<Long> steps) {
        jdbc.sql("update remote_partition set attempts = attempts - 1 where step_execution_id = any (:steps)")
                .param("steps", steps.toArray(Long[]::new))
                .update();
    }

    /** Adds to the records that were looked at. */
    void looked(long step, long records) {
        jdbc.sql("update remote_partition set looked = looked + :records where step_execution_id = :step")
                .param("records", records)
                .param("step", step)
                .update();
    }

    /** Which of these partitions are to be left. */
    List<Long> closed(Collection<Long> steps) {
        return jdbc.sql(
                        "select step_execution_id from remote_partition where closed and step_execution_id = any (:steps)")
                .param("steps", steps.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /** Which of these runs have no time left. */
    List<Long> timeOver(Collection<Long> runs) {
        return jdbc.sql("select id from run where ends_at <= now() and id = any (:runs)")
                .param("runs", runs.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /** Which of these executions of jobs still have partitions to work on. */
    List<Long> open(Collection<Long> jobExecutions) {
        return jdbc.sql("""
                        select distinct job_execution_id from remote_partition
                        where ended_at is null and not closed and job_execution_id = any (:executions)
                        """)
                .param("executions", jobExecutions.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /** Partitions that wait for workers of another version: each version with its number. */
    List<String> ofOtherVersions() {
        return jdbc.sql("""
                        select count(*) || ' of ' || version from remote_partition
                        where ended_at is null and version <> :version group by version order by version
                        """).param("version", version).query(String.class).list();
    }
}
