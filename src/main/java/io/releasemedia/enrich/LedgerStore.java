package io.releasemedia.enrich;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Writes results back: metadata and ledger in one statement, in the caller's transaction. */
public class LedgerStore {

    /**
     * The metadata is merged into the row as it is when it is locked, so that keys which others edit meanwhile survive. A
     * record whose cloudId or cloudUrl is not the one that was looked at keeps its metadata and stays due. processedAt
     * moves only with a fact, and when a link was last checked is none. A result without a status says that the file is
     * what it was: only the time of the look is new. When to look again is a matter of the database's clock alone, which
     * also says what is due.
     */
    private static final String WRITE = """
        with input as (
            select i.*, case when i.replaces then i.fresh else coalesce(e.facts, '{}') || i.fresh end as facts,
                   case when i.replaces then i.engine else coalesce(e.engine, '{}') || i.engine end as engines,
                   case when i.replaces
                        then array(select jsonb_object_keys(e.facts) except select jsonb_object_keys(i.fresh))
                        else '{}' end as gone,
                   case when i.failed then coalesce(e.attempts, 0) + 1
                        when i.status is null then e.attempts else 0 end as attempts,
                   coalesce(i.status, e.status) as told,
                   case when i.status is null then e.reason else i.reason end as because,
                   i.failed or i.status is null and e.outcome = 'failed' as bad
            from unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::boolean[], ?::boolean[], ?::boolean[],
                        ?::jsonb[], ?::jsonb[], ?::text[], ?::interval[], ?::int[], ?::timestamptz[])
                     as i (media_id, source_hash, status, reason, failed, may_recover, replaces, fresh, engine,
                           fingerprint, next_look, link_failures, link_failure_at)
                 left join enrichment e on e.media_id = i.media_id
        ), updated as (
            update media m
            set metadata = (m.metadata - i.gone) || i.fresh
                    || case when ((m.metadata - i.gone) || i.fresh) - 'linkCheckedAt'
                                     <> m.metadata - 'linkCheckedAt'
                                 or not m.metadata ?? 'processedAt'
                            then jsonb_build_object('processedAt', ?::text) else '{}' end,
                updated_at = now()
            from input i
            where m.id = i.media_id and source_hash(m.cloud_id, m.cloud_url) = i.source_hash
              and ((m.metadata - i.gone) || i.fresh <> m.metadata
                   or (i.replaces and not m.metadata ?? 'processedAt'))
            returning m.id, m.updated_at, m.metadata ->> 'processedAt' = ? as has_changed
        )
        insert into enrichment (media_id, source_hash, media_updated_at, fingerprint, status, reason, outcome, facts,
                                engine, attempts, looked_at, next_due_at, link_failures, link_failure_at,
                                last_run_id)
        select i.media_id, i.source_hash, coalesce(u.updated_at, m.updated_at), i.fingerprint, i.told, i.because,
               case when i.bad then 'failed' when u.has_changed then 'enriched' else 'unchanged' end,
               i.facts, i.engines, i.attempts, now(),
               coalesce(now() + i.next_look, case when i.may_recover and i.attempts < ?
                    then now() + least(?::interval, ?::interval * power(2, least(i.attempts, 20) - 1))
                                 * (0.9 + 0.2 * random()) end),
               i.link_failures, i.link_failure_at, ?
        from input i
             join media m on m.id = i.media_id and source_hash(m.cloud_id, m.cloud_url) = i.source_hash
             left join updated u on u.id = i.media_id
        on conflict (media_id) do update
            set source_hash = excluded.source_hash, media_updated_at = excluded.media_updated_at,
                fingerprint = excluded.fingerprint, status = excluded.status, reason = excluded.reason,
                outcome = excluded.outcome, facts = excluded.facts, engine = excluded.engine,
                attempts = excluded.attempts, looked_at = excluded.looked_at, next_due_at = excluded.next_due_at,
                link_failures = excluded.link_failures, link_failure_at = excluded.link_failure_at,
                last_run_id = excluded.last_run_id
        """;

    private final JdbcTemplate jdbc;
    private final RetryPolicy retry;
    private final JsonMapper json = new JsonMapper();

    /** Over the product's database. */
    public LedgerStore(JdbcTemplate jdbc, RetryPolicy retry) {
        this.jdbc = jdbc;
        this.retry = retry;
    }

    /**
     * Writes the results of one chunk; at most one result a record.
     *
     * @param processedAt RFC 3339, for the records whose facts change
     */
    public void write(List<? extends LookResult> results, long run, String processedAt) {
        jdbc.execute((ConnectionCallback<Integer>) connection -> {
            try (PreparedStatement write = connection.prepareStatement(WRITE)) {
                Columns columns = new Columns(connection, write, results);
                columns.add("bigint", result -> result.record().mediaId());
                columns.add("uuid", result -> result.record().sourceHash());
                columns.add("text", result -> result.status().orElse(null));
                columns.add("text", result -> result.reason().orElse(null));
                columns.add("boolean", result -> result.outcome().isFailure());
                columns.add("boolean", result -> result.outcome().mayRecover());
                columns.add("boolean", result -> result.outcome().replacesFacts());
                columns.add("jsonb", result -> result.facts().text());
                columns.add("jsonb", result -> json.writeValueAsString(result.engine()));
                columns.add("text", LookResult::fingerprint);
                columns.add(
                        "interval",
                        result -> result.nextLook().map(LedgerStore::seconds).orElse(null));
                columns.add("int", result -> result.linkFailures().failures());
                columns.add("timestamptz", result -> text(result.linkFailures().lastCounted()));
                write.setString(14, processedAt);
                write.setString(15, processedAt);
                write.setInt(16, retry.attempts());
                write.setString(17, seconds(retry.longest()));
                write.setString(18, seconds(retry.first()));
                write.setLong(19, run);
                return write.executeUpdate();
            }
        });
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " seconds";
    }

    private static @Nullable String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    /** Sets one array a parameter from a column of the results. */
    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<? extends LookResult> results;
        private int parameter;

        Columns(Connection connection, PreparedStatement statement, List<? extends LookResult> results) {
            this.connection = connection;
            this.statement = statement;
            this.results = results;
        }

        void add(String type, Function<LookResult, @Nullable Object> value) throws java.sql.SQLException {
            Object[] values = results.stream().map(value).toArray();
            statement.setArray(++parameter, connection.createArrayOf(type, values));
        }
    }
}
