package io.releasemedia.enrich;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Writes results back: metadata and ledger in one statement, in the caller's transaction. */
public class LedgerStore {

    private static final Duration FIRST_RETRY = Duration.ofMinutes(15);
    private static final Duration LONGEST_RETRY = Duration.ofDays(7);

    /**
     * The metadata is merged into the row as it is when it is locked, so that keys which others edit meanwhile survive. A
     * record whose cloudId or cloudUrl is not the one that was looked at keeps its metadata and stays due. processedAt
     * moves only with a fact.
     */
    private static final String WRITE = """
            with input as (
                select i.media_id, i.source_hash, i.status, i.reason, i.failed, i.may_recover, i.replaces,
                       case when i.replaces then i.facts::jsonb else coalesce(e.facts, '{}') end as facts,
                       case when i.replaces then i.engine::jsonb else coalesce(e.engine, '{}') end as engine,
                       i.fingerprint,
                       case when i.replaces
                            then array(select jsonb_object_keys(e.facts) except select jsonb_object_keys(i.facts::jsonb))
                            else '{}' end as gone,
                       coalesce(e.attempts, 0) as attempts
                from unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::boolean[], ?::boolean[], ?::boolean[],
                            ?::text[], ?::text[], ?::text[])
                         as i (media_id, source_hash, status, reason, failed, may_recover, replaces, facts, engine,
                               fingerprint)
                     left join enrichment e on e.media_id = i.media_id
            ), updated as (
                update media m
                set metadata = (m.metadata - i.gone) || i.facts || jsonb_build_object('processedAt', ?::text),
                    updated_at = now()
                from input i
                where m.id = i.media_id and source_hash(m.cloud_id, m.cloud_url) = i.source_hash and i.replaces
                  and ((m.metadata - i.gone) || i.facts <> m.metadata or not m.metadata ? 'processedAt')
                returning m.id, m.updated_at
            )
            insert into enrichment (media_id, source_hash, media_updated_at, fingerprint, status, reason, outcome, facts,
                                    engine, attempts, looked_at, next_due_at, last_run_id)
            select i.media_id, i.source_hash, coalesce(u.updated_at, m.updated_at), i.fingerprint, i.status, i.reason,
                   case when i.failed then 'failed' when not i.replaces then 'skipped'
                        when u.id is null then 'unchanged' else 'enriched' end,
                   i.facts, i.engine, case when i.failed then i.attempts + 1 else 0 end, now(),
                   case when i.may_recover
                        then now() + least(?::interval, ?::interval * power(2, least(i.attempts, 20))) end,
                   ?
            from input i
                 join media m on m.id = i.media_id and source_hash(m.cloud_id, m.cloud_url) = i.source_hash
                 left join updated u on u.id = i.media_id
            on conflict (media_id) do update
                set source_hash = excluded.source_hash, media_updated_at = excluded.media_updated_at,
                    fingerprint = excluded.fingerprint, status = excluded.status, reason = excluded.reason,
                    outcome = excluded.outcome, facts = excluded.facts, engine = excluded.engine,
                    attempts = excluded.attempts, looked_at = excluded.looked_at, next_due_at = excluded.next_due_at,
                    last_run_id = excluded.last_run_id
            """
            // A question mark that is jsonb's operator, not a parameter.
            .replace("metadata ? 'processedAt'", "metadata ?? 'processedAt'");

    private final JdbcTemplate jdbc;
    private final JsonMapper json = new JsonMapper();

    /** Over the product's database. */
    public LedgerStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
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
                columns.add("text", result -> result.status().key());
                columns.add("text", result -> result.reason().orElse(null));
                columns.add("boolean", result -> result.status().isFailure());
                columns.add("boolean", result -> result.status().mayRecover());
                columns.add("boolean", result -> result.status().replacesFacts());
                columns.add("text", result -> result.facts().text());
                columns.add("text", result -> json.writeValueAsString(result.engine()));
                columns.add("text", LookResult::fingerprint);
                write.setString(11, processedAt);
                write.setString(12, LONGEST_RETRY.toSeconds() + " seconds");
                write.setString(13, FIRST_RETRY.toSeconds() + " seconds");
                write.setLong(14, run);
                return write.executeUpdate();
            }
        });
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

        void add(String type, Function<LookResult, @org.jspecify.annotations.Nullable Object> value)
                throws java.sql.SQLException {
            Object[] values = results.stream().map(value).toArray();
            statement.setArray(++parameter, connection.createArrayOf(type, values));
        }
    }
}
