package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.link.FailureHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL that decides what is due. */
public class DueStore {

    /** New, or edited since the last look. */
    private static final String FRESH = "(e.media_id is null or e.media_updated_at <> m.updated_at"
            + " or e.source_hash <> source_hash(m.cloud_id, m.cloud_url))";

    private static final String LOCAL = "(not m.is_link and lower(left(m.cloud_url, 5)) = 'file:')";

    private static final String REMOTE = "(not m.is_link and lower(left(m.cloud_url, 5)) <> 'file:')";

    /**
     * Records that are due, and records of local files, whose files are still to be checked. The tenant is looked up only
     * where it restricts.
     */
    private static final String DUE =
            """
            where (cardinality(:releases::uuid[]) = 0 or m.release_id = any (:releases::uuid[]))
              and (cardinality(:types::text[]) = 0 or m.type = any (:types::text[]))
              and (cardinality(:tenants::text[]) = 0 or exists (
                       select from release r where r.id = m.release_id and r.tenant_id = any (:tenants::text[])))
              and (not :failed or e.outcome = 'failed')
              and (not (:force or :failed) or e.last_run_id is distinct from :run)
              and (:force or :failed or e.next_due_at <= now() or $LOCAL or $FRESH
                   or (not m.is_link and e.looked_at <= now() - :reprobeAfter::interval)
                   or ($REMOTE and e.looked_at <= now() - :checkRemoteAfter::interval))
            """.replace("$LOCAL", LOCAL).replace("$FRESH", FRESH).replace("$REMOTE", REMOTE);

    private static final String FROM = "from media m left join enrichment e on e.media_id = m.id ";

    private static final String COUNTS =
            "select m.is_link, " + FRESH + " as fresh, count(*) as records " + FROM + DUE + "group by 1, 2";

    /** The range stands twice: PostgreSQL does not conclude from the one id's that the other is within it. */
    private static final String IN_RANGE =
            FROM + "and e.media_id > :after and e.media_id <= :upTo " + DUE + """
            and m.id > :after and m.id <= :upTo and m.is_link = :links and $FRESH = :fresh
            """.replace("$FRESH", FRESH);

    private static final String PAGE =
            """
            select m.id, m.release_id, m.name, m.cloud_url, m.type, m.is_link,
                   source_hash(m.cloud_id, m.cloud_url) as source_hash, coalesce(e.fingerprint, '') as fingerprint,
                   coalesce(e.link_failures, 0) as link_failures, e.link_failure_at,
                   case when :force or :failed then 'FORCED'
                        when e.media_id is null then 'NEW'
                        when $FRESH then 'CHANGED'
                        when e.next_due_at <= now() then case e.outcome when 'failed' then 'RETRY' else 'RECHECK' end
                        when e.looked_at <= now() - :reprobeAfter::interval then 'REPROBE'
                        when $REMOTE then 'REMOTE_CHECK'
                        else 'FILE_CHANGED' end as reason
            """.replace("$FRESH", FRESH).replace("$REMOTE", REMOTE) + IN_RANGE + "order by m.id limit :limit";

    private static final String PARTS =
            "select max(id) as up_to, count(*) as records from (select m.id, (row_number() over (order by m.id) - 1)"
                    + " / :size as part "
                    + IN_RANGE
                    + ") as numbered group by part order by part";

    private final JdbcClient jdbc;

    /** Over the product's database. */
    public DueStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many records of a kind are to be looked at. */
    public record Count(boolean links, Urgency urgency, long records) {}

    /** The next records of a range in the order of their ids, those of links of all its slices. */
    public List<DueRecord> page(DueSelection selection, DueRange range, int limit) {
        return bind(PAGE, selection, range)
                .param("limit", limit)
                .query((row, number) -> record(row))
                .list();
    }

    /** How many records are to be looked at, for each kind of which there are any. */
    public List<Count> counts(DueSelection selection) {
        return bind(COUNTS, selection)
                .query((row, number) -> new Count(
                        row.getBoolean("is_link"),
                        row.getBoolean("fresh") ? Urgency.FRESH : Urgency.OTHER,
                        row.getLong("records")))
                .list();
    }

    /** The parts of a range, of about {@code size} records each, that together hold all there are now. */
    public List<DueRange> parts(DueSelection selection, DueRange range, long size) {
        List<DueRange> parts = new ArrayList<>();
        bind(PARTS, selection, range).param("size", size).query(row -> {
            long after = parts.isEmpty()
                    ? range.after()
                    : parts.get(parts.size() - 1).upTo();
            parts.add(new DueRange(
                    range.links(), range.urgency(), after, row.getLong("up_to"), range.slice(), range.slices()));
        });
        return parts;
    }

    private JdbcClient.StatementSpec bind(String sql, DueSelection selection, DueRange range) {
        return bind(sql, selection)
                .param("links", range.links())
                .param("fresh", range.urgency() == Urgency.FRESH)
                .param("after", range.after())
                .param("upTo", range.upTo());
    }

    private JdbcClient.StatementSpec bind(String sql, DueSelection selection) {
        return jdbc.sql(sql)
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
                .param("reprobeAfter", interval(selection.reprobeAfter()))
                .param("checkRemoteAfter", interval(selection.checkRemoteAfter()))
                .param("run", selection.run());
    }

    private static @Nullable String interval(Optional<Duration> duration) {
        return duration.map(length -> length.toSeconds() + " seconds").orElse(null);
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
