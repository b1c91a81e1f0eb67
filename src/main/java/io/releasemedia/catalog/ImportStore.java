package io.releasemedia.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The SQL of an import: records are staged in a temporary table, judged together, and upserted in one transaction, which
 * the caller commits.
 */
final class ImportStore implements AutoCloseable {

    private static final int BATCH = 1_000;

    private static final String STAGING = """
            create temporary table staged (
                line bigint, tenant_id text, release_id uuid, track_id uuid, title text, status text, cloud_id text,
                cloud_url text, type text, name text, is_link boolean, release_path text, metadata text
            ) on commit drop
            """;

    private static final String STAGE = "insert into staged values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String OF_OTHERS = """
            select s.line, 'release ' || s.release_id || ' belongs to tenant "' || r.tenant_id
                       || '" in the catalogue, not to "' || s.tenant_id || '"' as problem, true as wrong
            from staged s join release r on r.id = s.release_id and r.tenant_id <> s.tenant_id
            """;

    private static final String CONFLICTS = """
            select line, problem from (
                select line, 'release ' || release_id || ' belongs to tenant "' || first_value(tenant_id) over
                           (partition by release_id order by line) || '" in an earlier record, not to "' || tenant_id
                           || '"' as problem,
                       tenant_id <> first_value(tenant_id) over (partition by release_id order by line) as wrong
                from staged
                union all
            """ + OF_OTHERS + """
                union all
                select line, 'release ' || release_id || ' has this cloudId already in record '
                           || first_value(line) over same, row_number() over same > 1
                from staged where cloud_id is not null
                window same as (partition by release_id, cloud_id order by line)
            ) as judged
            where wrong order by line limit ?
            """;

    private static final String UPSERT_RELEASES = """
            insert into release (id, tenant_id, title, status)
            select release_id, min(tenant_id), max(title), max(status) from staged group by release_id
            on conflict (id) do update
                set title = coalesce(excluded.title, release.title),
                    status = coalesce(excluded.status, release.status),
                    updated_at = now()
                where (coalesce(excluded.title, release.title), coalesce(excluded.status, release.status))
                    is distinct from (release.title, release.status)
            """;

    /**
     * Keys of metadata that enrichment established stay as they are, so that importing a file again does not undo it;
     * keys that the file does not mention stay as well. New media follow those that are there.
     */
    private static final String UPSERT_MEDIA = """
            insert into media (release_id, track_id, position, cloud_id, cloud_url, type, name, is_link, release_path,
                               metadata)
            select s.release_id, s.track_id,
                   (select coalesce(max(m.position) + 1, 0) from media m where m.release_id = s.release_id)
                       + row_number() over (partition by s.release_id order by s.line) - 1,
                   s.cloud_id, s.cloud_url, s.type, s.name, s.is_link, s.release_path, s.metadata::jsonb
            from staged s where s.cloud_id is not null order by s.line
            on conflict (release_id, cloud_id) do update
                set track_id = coalesce(excluded.track_id, media.track_id), cloud_url = excluded.cloud_url,
                    type = excluded.type, name = excluded.name, is_link = excluded.is_link,
                    release_path = excluded.release_path,
                    metadata = media.metadata || (excluded.metadata - established_keys(media.id)),
                    updated_at = now()
                where (coalesce(excluded.track_id, media.track_id), excluded.cloud_url, excluded.type, excluded.name,
                       excluded.is_link, excluded.release_path,
                       media.metadata || (excluded.metadata - established_keys(media.id)))
                    is distinct from (media.track_id, media.cloud_url, media.type, media.name, media.is_link,
                                      media.release_path, media.metadata)
            """;

    private final Connection connection;
    private final PreparedStatement stage;
    private int pending;

    ImportStore(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute(STAGING);
        }
        this.stage = connection.prepareStatement(STAGE);
    }

    /** Takes one record; {@code line} is its number in the file. */
    void stage(long line, ImportRecord record) throws SQLException {
        stage.setLong(1, line);
        stage.setString(2, record.tenantId());
        stage.setObject(3, record.releaseId().value());
        Media media = record.media().orElse(null);
        stage.setObject(4, media == null ? null : media.trackId().orElse(null), java.sql.Types.OTHER);
        stage.setString(5, record.title().orElse(null));
        stage.setString(6, record.status().orElse(null));
        stage.setString(7, media == null ? null : media.cloudId());
        stage.setString(8, media == null ? null : media.cloudUrl());
        stage.setString(9, media == null ? null : media.type().key());
        stage.setString(10, media == null ? null : media.name());
        stage.setBoolean(11, media != null && media.isLink());
        stage.setString(12, media == null ? null : media.releasePath().orElse(null));
        stage.setString(13, media == null ? null : media.metadata().text());
        stage.addBatch();
        if (++pending == BATCH) {
            flush();
        }
    }

    /** What contradicts the catalogue or another record: {@code line: problem}, at most {@code limit}. */
    List<String> conflicts(int limit) throws SQLException {
        flush();
        return problems(CONFLICTS, limit);
    }

    /** Releases that another import made another tenant's while this one was at work; likewise, after {@link #upsert}. */
    List<String> overtaken(int limit) throws SQLException {
        return problems(OF_OTHERS + " order by line limit ?", limit);
    }

    private List<String> problems(String sql, int limit) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    problems.add(rows.getLong(1) + ": " + rows.getString(2));
                }
            }
        }
        return problems;
    }

    /** Moves what was staged into the catalogue. */
    ImportCounts upsert() throws SQLException {
        flush();
        try (Statement statement = connection.createStatement()) {
            long records;
            try (ResultSet rows = statement.executeQuery("select count(*) from staged where cloud_id is not null")) {
                rows.next();
                records = rows.getLong(1);
            }
            long releases = statement.executeLargeUpdate(UPSERT_RELEASES);
            long media = statement.executeLargeUpdate(UPSERT_MEDIA);
            return new ImportCounts(records, releases, media);
        }
    }

    @Override
    public void close() throws SQLException {
        stage.close();
    }

    private void flush() throws SQLException {
        if (pending > 0) {
            stage.executeBatch();
            pending = 0;
        }
    }
}
