package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.link.FailureHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL that decides what is due. */
public class DueStore {

    /**
     * Records that are due, and records of local files, whose files are still to be checked. The tenant is looked up only
     * where it restricts.
     */
    private static final String DUE = """
            from media m left join enrichment e on e.media_id = m.id
            where m.id > :after and m.id <= :upTo and m.is_link = :links
              and (cardinality(:releases::uuid[]) = 0 or m.release_id = any (:releases::uuid[]))
              and (cardinality(:types::text[]) = 0 or m.type = any (:types::text[]))
              and (cardinality(:tenants::text[]) = 0 or exists (
                       select from release r where r.id = m.release_id and r.tenant_id = any (:tenants::text[])))
              and (not :failed or e.outcome = 'failed')
              and (not (:force or :failed) or e.last_run_id is distinct from :run)
              and (:force or :failed or e.media_id is null or e.media_updated_at <> m.updated_at
                   or e.source_hash <> source_hash(m.cloud_id, m.cloud_url) or e.next_due_at <= :now
                   or (not :links and lower(left(m.cloud_url, 5)) = 'file:'))
            """;

    private static final String PAGE = """
            select m.id, m.release_id, m.name, m.cloud_url, m.type, m.is_link,
                   source_hash(m.cloud_id, m.cloud_url) as source_hash, coalesce(e.fingerprint, '') as fingerprint,
                   coalesce(e.link_failures, 0) as link_failures, e.link_failure_at,
                   case when :force or :failed then 'FORCED'
                        when e.media_id is null then 'NEW'
                        when e.media_updated_at <> m.updated_at
                             or e.source_hash <> source_hash(m.cloud_id, m.cloud_url) then 'CHANGED'
                        when e.next_due_at <= :now then case e.outcome when 'failed' then 'RETRY' else 'RECHECK' end
                        else 'FILE_CHANGED' end as reason
            """ + DUE + "order by m.id limit :limit";

    private static final String PARTS =
            "select max(id) as up_to, count(*) as records from (select m.id, (row_number() over (order by m.id) - 1)"
                    + " / :size as part "
                    + DUE
                    + ") as numbered group by part order by part";

    private final JdbcClient jdbc;

    /** Over the product's database. */
    public DueStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A range of media ids, {@code after < id <= upTo}, and about how many records of it are to be looked at. */
    public record Part(long after, long upTo, long records) {}

    /** The next records of a range in the order of their ids. */
    public List<DueRecord> page(DueSelection selection, long after, long upTo, int limit) {
        return bind(PAGE, selection, after, upTo)
                .param("limit", limit)
                .query((row, number) -> record(row))
                .list();
    }

    /** How many records are to be looked at. */
    public long count(DueSelection selection) {
        return Objects.requireNonNull(bind("select count(*) " + DUE, selection, 0, Long.MAX_VALUE)
                .query(Long.class)
                .single());
    }

    /** Ranges of about {@code size} records each that together hold all there are now. */
    public List<Part> parts(DueSelection selection, long size) {
        List<Part> parts = new ArrayList<>();
        long[] after = {0};
        bind(PARTS, selection, 0, Long.MAX_VALUE).param("size", size).query(row -> {
            long upTo = row.getLong("up_to");
            parts.add(new Part(after[0], upTo, row.getLong("records")));
            after[0] = upTo;
        });
        return parts;
    }

    private JdbcClient.StatementSpec bind(String sql, DueSelection selection, long after, long upTo) {
        return jdbc.sql(sql)
                .param("after", after)
                .param("upTo", upTo)
                .param(
                        "releases",
                        selection.within().releases().stream()
                                .map(ReleaseId::toString)
                                .toArray(String[]::new))
                .param(
                        "types",
                        selection.within().types().stream().map(MediaType::key).toArray(String[]::new))
                .param("tenants", selection.within().tenants().toArray(String[]::new))
                .param("failed", selection.failed())
                .param("force", selection.force())
                .param("run", selection.run())
                .param("links", selection.links())
                .param("now", OffsetDateTime.now(ZoneOffset.UTC));
    }

    private static DueRecord record(ResultSet row) throws SQLException {
        String type = row.getString("type").toUpperCase(Locale.ROOT);
        return new DueRecord(
                row.getLong("id"),
                new ReleaseId(row.getObject("release_id", UUID.class)),
                row.getString("name"),
                row.getString("cloud_url"),
                MediaType.valueOf(type),
                row.getBoolean("is_link"),
                row.getObject("source_hash", UUID.class),
                DueReason.valueOf(row.getString("reason")),
                row.getString("fingerprint"),
                new FailureHistory(
                        row.getInt("link_failures"),
                        Optional.ofNullable(row.getObject("link_failure_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)));
    }
}
