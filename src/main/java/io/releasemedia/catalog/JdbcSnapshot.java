package io.releasemedia.catalog;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One read-only transaction that sees the catalogue as of its first query. */
final class JdbcSnapshot implements CatalogSnapshot {

    private static final String WITHIN = """
        where (cardinality(?::uuid[]) = 0 or r.id = any (?))
          and (cardinality(?::text[]) = 0 or r.tenant_id = any (?))
          and (?::timestamptz is null or r.updated_at >= ?
               or exists (select from media c where c.release_id = r.id and c.updated_at >= ?))
        """;

    private static final String FROM = "from release r left join media m on m.release_id = r.id\n" + WITHIN;

    private static final String OF_RELEASE = "r.id, r.tenant_id, r.title, r.status";

    private static final int COLUMNS_OF_RELEASE = 4;

    private static final String RELEASES =
            "select " + OF_RELEASE + ", " + MediaRow.COLUMNS + " " + FROM + "order by r.id";

    /** The hash of the media's hashes, so that a large release needs no large text, and of the release's own texts. */
    private static final String FINGERPRINTS =
            """
        select r.id, r.tenant_id,
               left(encode(sha256(coalesce(
                   string_agg(sha256(convert_to(concat(
                                  octet_length(m.cloud_id), ' ', octet_length(m.cloud_url), ' ',
                                  octet_length(m.type), ' ', octet_length(m.name), ' ', m.is_link, ' ',
                                  octet_length(m.release_path), ' ', m.track_id, ' ', m.cloud_id, m.cloud_url,
                                  m.type, m.name, m.release_path, m.metadata), 'UTF8')),
                              ''::bytea order by m.position, m.id) filter (where m.id is not null),
                   ''::bytea) || convert_to(concat(
                       octet_length(r.title), ' ', octet_length(r.status), ' ', r.title, r.status), 'UTF8')),
                   'hex'), 32)
        """ + FROM + "group by r.id, r.tenant_id, r.title, r.status order by r.id";

    private static final String TENANTS =
            "select distinct r.tenant_id collate \"C\" from release r\n" + WITHIN + "order by 1";

    private static final long SIZE_OF_FINGERPRINT = 200;

    private final Connection connection;

    private JdbcSnapshot(Connection connection) {
        this.connection = connection;
    }

    static JdbcSnapshot open(DataSource dataSource) throws IOException {
        try {
            Connection connection = dataSource.getConnection();
            try {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                return new JdbcSnapshot(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void forEachRelease(ReleaseScope scope, Visitor<StoredRelease> visitor) throws IOException {
        query(RELEASES, scope, rows -> {
            FetchSize fetch = new FetchSize();
            boolean more = rows.next();
            while (more) {
                byte[] bytesOfId = rows.getBytes(1);
                ReleaseId id = new ReleaseId(rows.getObject(1, UUID.class));
                String tenantId = rows.getString(2);
                String title = rows.getString(3);
                String status = rows.getString(4);
                List<MediaRow> media = new ArrayList<>();
                do {
                    Optional<MediaRow> row = MediaRow.read(rows, COLUMNS_OF_RELEASE);
                    row.ifPresent(media::add);
                    fetch.fit(rows, row.map(MediaRow::size).orElse(0L));
                    more = rows.next();
                } while (more && Arrays.equals(rows.getBytes(1), bytesOfId));
                media.sort(MediaRow.ORDER);
                visitor.visit(new ReleaseRows(id, tenantId, title, status, media));
            }
        });
    }

    @Override
    public void forEachFingerprint(ReleaseScope scope, Visitor<ReleaseFingerprint> visitor) throws IOException {
        query(FINGERPRINTS, scope, rows -> {
            FetchSize fetch = new FetchSize();
            while (rows.next()) {
                fetch.fit(rows, SIZE_OF_FINGERPRINT);
                visitor.visit(new ReleaseFingerprint(
                        new ReleaseId(rows.getObject(1, UUID.class)), rows.getString(2), rows.getString(3)));
            }
        });
    }

    @Override
    public List<String> tenants(ReleaseScope scope) throws IOException {
        List<String> tenants = new ArrayList<>();
        query(TENANTS, scope, rows -> {
            while (rows.next()) {
                tenants.add(rows.getString(1));
            }
        });
        return tenants;
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setReadOnly(false);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private interface RowsReader {
        void read(ResultSet rows) throws IOException, SQLException;
    }

    private void query(String sql, ReleaseScope scope, RowsReader reader) throws IOException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setFetchSize(FetchSize.FIRST);
            Array releases = connection.createArrayOf(
                    "uuid", scope.releases().stream().map(ReleaseId::value).toArray());
            Array tenants = connection.createArrayOf("text", scope.tenants().toArray());
            query.setArray(1, releases);
            query.setArray(2, releases);
            query.setArray(3, tenants);
            query.setArray(4, tenants);
            for (int parameter = 5; parameter <= 7; parameter++) {
                query.setObject(parameter, timestamp(scope.changedSince()), Types.TIMESTAMP_WITH_TIMEZONE);
            }
            try (ResultSet rows = query.executeQuery()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static @Nullable Object timestamp(Optional<Instant> time) {
        return time.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    static IOException unreadable(SQLException e) {
        return new IOException("the catalogue cannot be read: " + e.getMessage(), e);
    }
}
