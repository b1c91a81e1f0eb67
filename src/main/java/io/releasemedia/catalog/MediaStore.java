package io.releasemedia.catalog;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the catalogue: the SQL about releases and media that is neither import nor the ledger's. */
public final class MediaStore {

    private static final int FETCH_SIZE = 1_000;

    private static final String RELEASES = """
            select r.id, r.tenant_id, m.id as media_id, m.cloud_id, m.cloud_url, m.type, m.name, m.is_link,
                   m.release_path, m.metadata
            from release r left join media m on m.release_id = r.id
            where (cardinality(?::uuid[]) = 0 or r.id = any (?))
              and (cardinality(?::text[]) = 0 or r.tenant_id = any (?))
            order by r.id, m.position, m.id
            """;

    private final DataSource dataSource;

    /** Over a catalogue whose schema is first in the connections' search path. */
    public MediaStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Takes releases one by one. */
    @FunctionalInterface
    public interface ReleaseVisitor {
        /** Called once a release, in the order of {@link ReleaseId}. */
        void visit(Release release) throws IOException;
    }

    /**
     * Shows every release of the selection (its types do not matter: a release is whole or not there) to the visitor,
     * as of one instant and in constant memory.
     *
     * @throws IOException the visitor threw it, or the catalogue cannot be read
     */
    public void forEachRelease(Selection selection, ReleaseVisitor visitor) throws IOException {
        try {
            query(selection, visitor);
        } catch (SQLException e) {
            throw new IOException("the catalogue cannot be read: " + e.getMessage(), e);
        }
    }

    private void query(Selection selection, ReleaseVisitor visitor) throws IOException, SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (PreparedStatement query = connection.prepareStatement(RELEASES)) {
                query.setFetchSize(FETCH_SIZE);
                Array releases = connection.createArrayOf(
                        "uuid",
                        selection.releases().stream().map(ReleaseId::value).toArray());
                Array tenants =
                        connection.createArrayOf("text", selection.tenants().toArray());
                query.setArray(1, releases);
                query.setArray(2, releases);
                query.setArray(3, tenants);
                query.setArray(4, tenants);
                try (ResultSet rows = query.executeQuery()) {
                    visitReleases(rows, visitor);
                }
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setAutoCommit(true);
            }
        }
    }

    /** Those of the releases that the catalogue does not have. */
    public Set<ReleaseId> missing(Set<ReleaseId> releases) throws SQLException {
        Set<ReleaseId> missing = new TreeSet<>(releases);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement("select id from release where id = any (?)")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", releases.stream().map(ReleaseId::value).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    missing.remove(new ReleaseId(rows.getObject(1, UUID.class)));
                }
            }
        }
        return missing;
    }

    private static void visitReleases(ResultSet rows, ReleaseVisitor visitor) throws IOException, SQLException {
        boolean more = rows.next();
        while (more) {
            UUID id = rows.getObject("id", UUID.class);
            String tenantId = rows.getString("tenant_id");
            List<Media> media = new ArrayList<>();
            do {
                if (rows.getObject("media_id") != null) {
                    media.add(media(rows));
                }
                more = rows.next();
            } while (more && rows.getObject("id", UUID.class).equals(id));
            visitor.visit(new Release(new ReleaseId(id), tenantId, media));
        }
    }

    private static Media media(ResultSet row) throws SQLException {
        return new Media(
                row.getString("cloud_id"),
                row.getString("cloud_url"),
                MediaType.ofKey(row.getString("type"))
                        .orElseThrow(() ->
                                new SQLException("media " + idOf(row) + ": type must be one of " + MediaType.keys())),
                row.getString("name"),
                row.getBoolean("is_link"),
                Optional.ofNullable(row.getString("release_path")),
                MediaMetadata.parse(row.getString("metadata")));
    }

    private static String idOf(ResultSet row) {
        try {
            return row.getString("media_id");
        } catch (SQLException e) {
            return "?";
        }
    }
}
