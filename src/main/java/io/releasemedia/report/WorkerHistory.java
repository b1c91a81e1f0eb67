package io.releasemedia.report;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL that shows workers, and the partitions that they work on. */
public final class WorkerHistory {

    private static final String WORKERS = """
            select id, name, host, pid, version, threads, busy, partitions, records, seen_at,
                   ended_at is null and seen_at > now() - interval '10 s' as alive,
                   records / greatest(1, extract(epoch from coalesce(ended_at, seen_at) - started_at)) as rate
            from worker where ended_at is null or seen_at > now() - interval '1 day' order by alive desc, name, id
            """;

    private static final String PARTITIONS = """
            select p.name, p.attempts, p.looked, coalesce(w.name, '') as worker, p.version, s.exit_message,
                   case when p.ended_at is not null then lower(s.status)
                        when p.closed then 'stopping'
                        when p.worker_id is null or s.status in ('STOPPED', 'FAILED') then 'waiting'
                        else 'working' end as state,
                   extract(epoch from coalesce(p.ended_at, now()) - p.begun_at) as seconds
            from remote_partition p
            join batch_step_execution s on s.step_execution_id = p.step_execution_id
            left join worker w on w.id = p.worker_id
            where p.run_id = :run order by p.step_execution_id
            """;

    private final JdbcClient jdbc;

    /** Over the product's database. */
    public WorkerHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A worker.
     *
     * @param busy partitions at work
     * @param partitions partitions that it finished
     * @param records records that it looked at
     * @param perSecond records a second, since it started
     */
    public record Worker(
            long number,
            String name,
            String host,
            long pid,
            String version,
            int threads,
            boolean alive,
            int busy,
            long partitions,
            long records,
            double perSecond,
            Instant seen) {}

    /**
     * A partition of a run.
     *
     * @param state {@code waiting}, {@code working}, {@code stopping}, or how it ended
     * @param worker who works or worked on it last; empty: nobody yet
     * @param looked records that were looked at
     * @param seconds since its last worker began it; absent: nobody did
     */
    public record Partition(
            String name,
            String state,
            String worker,
            String version,
            int attempts,
            long looked,
            Optional<Double> seconds,
            String message) {}

    /** The workers that are alive, and those that ended or fell silent lately. */
    public List<Worker> workers() {
        return jdbc.sql(WORKERS)
                .query((row, number) -> new Worker(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("host"),
                        row.getLong("pid"),
                        row.getString("version"),
                        row.getInt("threads"),
                        row.getBoolean("alive"),
                        row.getInt("busy"),
                        row.getLong("partitions"),
                        row.getLong("records"),
                        row.getDouble("rate"),
                        row.getObject("seen_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** The partitions of a run that were left to workers. */
    public List<Partition> partitions(long run) {
        return jdbc.sql(PARTITIONS)
                .param("run", run)
                .query((row, number) -> new Partition(
                        row.getString("name"),
                        row.getString("state"),
                        row.getString("worker"),
                        row.getString("version"),
                        row.getInt("attempts"),
                        row.getLong("looked"),
                        Optional.ofNullable(row.getBigDecimal("seconds")).map(Number::doubleValue),
                        Optional.ofNullable(row.getString("exit_message")).orElse("")))
                .list();
    }
}
