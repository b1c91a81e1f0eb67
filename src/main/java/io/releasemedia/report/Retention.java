package io.releasemedia.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Removes history that nobody asks for any more. */
public final class Retention {

    /** Runs that ended long enough ago; the last of each job stays. */
    private static final String OLD_RUNS = """
            select id from run r
            where finished_at < now() - :keep::interval and state in ('completed', 'abandoned')
              and id <> (select max(id) from run where job = r.job)
            """;

    private static final String OLD_EXECUTIONS = """
            select e.job_execution_id from batch_job_execution e
                 join batch_job_execution_params p on p.job_execution_id = e.job_execution_id
            where p.parameter_name = 'run' and p.parameter_value::bigint in (
            """ + OLD_RUNS + ")";

    private static final String OLD_STEPS =
            "select step_execution_id from batch_step_execution where job_execution_id in (" + OLD_EXECUTIONS + ")";

    /** What is deleted, in an order that no reference forbids. */
    private static final List<Map.Entry<String, String>> TABLES = List.of(
            Map.entry("batch_step_execution_context", "step_execution_id in (" + OLD_STEPS + ")"),
            Map.entry("batch_step_execution", "job_execution_id in (" + OLD_EXECUTIONS + ")"),
            Map.entry("batch_job_execution_context", "job_execution_id in (" + OLD_EXECUTIONS + ")"),
            // The parameters say which executions are old, so they outlive what is found by them.
            Map.entry("run", "id in (" + OLD_RUNS + ")"));

    /** What is left of executions once their runs are gone. */
    private static final List<Map.Entry<String, String>> LEFT = List.of(
            Map.entry(
                    "batch_job_execution_params",
                    "job_execution_id in (select job_execution_id from batch_job_execution_params where parameter_name ="
                            + " 'run' and parameter_value::bigint not in (select id from run))"),
            Map.entry(
                    "batch_job_execution",
                    "job_execution_id not in (select job_execution_id from batch_job_execution_params)"),
            Map.entry("batch_job_instance", "job_instance_id not in (select job_instance_id from batch_job_execution)"),
            Map.entry("enrichment", "media_id not in (select id from media)"));

    private final JdbcClient jdbc;

    /** Over the product's database; the caller's transaction holds it together. */
    public Retention(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Deletes runs that ended longer ago, with what Spring Batch keeps of them, and the ledger's rows of records that are
     * gone.
     *
     * @return how many rows of which table
     */
    public Map<String, Integer> prune(Duration keep) {
        Map<String, Integer> deleted = new LinkedHashMap<>();
        for (Map.Entry<String, String> table : TABLES) {
            deleted.put(
                    table.getKey(),
                    delete(table).param("keep", keep.toSeconds() + " seconds").update());
        }
        for (Map.Entry<String, String> table : LEFT) {
            deleted.put(table.getKey(), delete(table).update());
        }
        return deleted;
    }

    private JdbcClient.StatementSpec delete(Map.Entry<String, String> table) {
        return jdbc.sql("delete from " + table.getKey() + " where " + table.getValue());
    }
}
