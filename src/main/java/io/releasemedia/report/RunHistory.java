package io.releasemedia.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL about runs. */
public final class RunHistory {

    /** What became of a run's records, by the ledger; the run's number follows. */
    private static final String COUNTS = """
            select count(*) as selected, count(*) filter (where outcome = 'enriched') as enriched,
                   count(*) filter (where outcome = 'unchanged') as unchanged,
                   count(*) filter (where outcome = 'failed') as failed,
                   count(*) filter (where outcome = 'skipped') as skipped
            from enrichment where last_run_id =
            """;

    private static final String COLUMNS = """
            select r.id, r.job, r.state, r.host, r.pid, r.started_at, r.finished_at, r.exported, r.error,
                   coalesce(r.selected, l.selected) as selected, coalesce(r.enriched, l.enriched) as enriched,
                   coalesce(r.unchanged, l.unchanged) as unchanged, coalesce(r.failed, l.failed) as failed,
                   coalesce(r.skipped, l.skipped) as skipped
            from run r left join lateral (
            """ + COUNTS + "r.id) l on r.selected is null\n";

    private static final String FINISH = """
            update run set state = :state, finished_at = now(), error = :error, selected = l.selected,
                   enriched = l.enriched, unchanged = l.unchanged, failed = l.failed, skipped = l.skipped
            from (
            """ + COUNTS + ":run) l where id = :run";

    private final JdbcClient jdbc;

    /** Over the product's database. */
    public RunHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Starts a run, or takes up the last one of its job if that was cut short and was asked for the same. The caller holds
     * the job's lock, so a run that says it is running is not.
     *
     * @param request what is asked for, as JSON
     * @return the run's id
     */
    public long startOrTakeUp(String job, String request) {
        Optional<Long> cutShort = jdbc.sql("""
                        update run set state = 'running', host = :host, pid = :pid, finished_at = null, error = null
                        where id = (select max(id) from run where job = :job)
                          and state in ('running', 'stopped', 'failed') and request = :request::jsonb
                        returning id
                        """)
                .param("job", job)
                .param("request", request)
                .param("host", Host.name())
                .param("pid", ProcessHandle.current().pid())
                .query(Long.class)
                .optional();
        if (cutShort.isPresent()) {
            return cutShort.get();
        }
        jdbc.sql("update run set state = 'abandoned', finished_at = coalesce(finished_at, now()) where job = :job"
                        + " and state in ('running', 'stopped', 'failed')")
                .param("job", job)
                .update();
        return jdbc.sql("""
                        insert into run (job, request, state, host, pid, started_at)
                        values (:job, :request::jsonb, 'running', :host, :pid, now()) returning id
                        """)
                .param("job", job)
                .param("request", request)
                .param("host", Host.name())
                .param("pid", ProcessHandle.current().pid())
                .query(Long.class)
                .single();
    }

    /** Notes how many releases the run exported. */
    public void exported(long run, long releases) {
        jdbc.sql("update run set exported = :releases where id = :run")
                .param("releases", releases)
                .param("run", run)
                .update();
    }

    /** Notes the end of a run and keeps its counts, which later runs would take from the ledger. */
    public void finish(long run, RunState state, @Nullable String error) {
        jdbc.sql(FINISH)
                .param("run", run)
                .param("state", state.key())
                .param("error", error)
                .update();
    }

    /** The newest runs first. */
    public List<RunSummary> list(int limit) {
        return jdbc.sql(COLUMNS + "order by r.id desc limit :limit")
                .param("limit", limit)
                .query((row, number) -> summary(row))
                .list();
    }

    /** One run. */
    public Optional<RunSummary> find(long run) {
        return jdbc.sql(COLUMNS + "where r.id = :run")
                .param("run", run)
                .query((row, number) -> summary(row))
                .optional();
    }

    /** The newest run of a job that says it is running. */
    public Optional<RunSummary> running(String job) {
        return jdbc.sql(COLUMNS + "where r.job = :job and r.state = 'running' order by r.id desc limit 1")
                .param("job", job)
                .query((row, number) -> summary(row))
                .optional();
    }

    /** The records that failed in a run and were not looked at again since, by release. */
    public List<RunFailure> failures(long run) {
        return jdbc.sql("""
                        select m.release_id, m.cloud_id, m.name, e.status, coalesce(e.reason, '') as reason
                        from enrichment e join media m on m.id = e.media_id
                        where e.last_run_id = :run and e.outcome = 'failed'
                        order by m.release_id, m.position, m.id
                        """)
                .param("run", run)
                .query((row, number) -> new RunFailure(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)))
                .list();
    }

    /** How many links of a run got which verdict. */
    public Map<String, Long> linkVerdicts(long run) {
        Map<String, Long> verdicts = new TreeMap<>();
        jdbc.sql("""
                        select e.status, count(*) from enrichment e join media m on m.id = e.media_id
                        where e.last_run_id = :run and m.is_link group by e.status
                        """).param("run", run).query(row -> {
            verdicts.put(row.getString(1), row.getLong(2));
        });
        return verdicts;
    }

    private static RunSummary summary(ResultSet row) throws SQLException {
        return new RunSummary(
                row.getLong("id"),
                row.getString("job"),
                RunState.ofKey(row.getString("state")),
                row.getString("host"),
                row.getLong("pid"),
                row.getObject("started_at", OffsetDateTime.class)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toInstant(),
                Optional.ofNullable(row.getObject("finished_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getLong("selected"),
                row.getLong("enriched"),
                row.getLong("unchanged"),
                row.getLong("failed"),
                row.getLong("skipped"),
                row.getLong("exported"),
                Optional.ofNullable(row.getString("error")));
    }
}
