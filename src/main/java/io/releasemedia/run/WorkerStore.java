package io.releasemedia.run;

import io.releasemedia.report.Host;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL about workers. */
final class WorkerStore {

    /** Who was not seen for so long is not alive. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration KEPT = Duration.ofDays(7);

    private static final String ALIVE =
            " from worker where ended_at is null and seen_at > now() - interval '" + SILENCE.toSeconds() + " s' ";

    private final JdbcClient jdbc;

    WorkerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes that a worker starts; its number. */
    long start(String name, String version, int threads) {
        jdbc.sql("delete from worker where seen_at < now() - :kept::interval")
                .param("kept", KEPT.toSeconds() + " s")
                .update();
        return jdbc.sql("""
                        insert into worker (name, host, pid, version, threads)
                        values (:name, :host, :pid, :version, :threads) returning id
                        """)
                .param("name", name)
                .param("host", Host.name())
                .param("pid", ProcessHandle.current().pid())
                .param("version", version)
                .param("threads", threads)
                .query(Long.class)
                .single();
    }

    /** Notes that it is alive, and what it did. */
    void seen(long worker, int busy, long partitions, long records) {
        jdbc.sql("""
                        update worker set seen_at = now(), busy = :busy, partitions = :partitions, records = :records
                        where id = :worker
                        """)
                .param("busy", busy)
                .param("partitions", partitions)
                .param("records", records)
                .param("worker", worker)
                .update();
    }

    void ended(long worker) {
        jdbc.sql("update worker set ended_at = now(), busy = 0 where id = :worker")
                .param("worker", worker)
                .update();
    }

    /** Threads of all workers of a version that are alive. */
    int threads(String version) {
        return jdbc.sql("select coalesce(sum(threads), 0)" + ALIVE + "and version = :version")
                .param("version", version)
                .query(Integer.class)
                .single();
    }

    /** Workers of other versions that are alive: each version with its number. */
    List<String> otherVersions(String version) {
        return jdbc.sql("select count(*) || ' of ' || version" + ALIVE
                        + "and version <> :version group by version order by version")
                .param("version", version)
                .query(String.class)
                .list();
    }

    /** The name of a worker's sessions at the server. */
    static String session(long worker) {
        return "release-media worker " + worker;
    }

    /**
     * Ends the sessions of workers that fell silent without ending: a process that was halted may hold locks, and would
     * go on where it was.
     */
    int endSilent(Duration silence) {
        return jdbc.sql("""
                        select count(pg_terminate_backend(a.pid)) from worker w
                        join pg_stat_activity a on a.application_name = 'release-media worker ' || w.id
                            and a.datname = current_database()
                        where w.ended_at is null and w.seen_at < now() - :silence::interval
                        """)
                .param("silence", silence.toSeconds() + " s")
                .query(Integer.class)
                .single();
    }
}
