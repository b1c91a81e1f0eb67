package io.releasemedia.catalog;

import io.releasemedia.catalog.MediaRow.InvalidRowException;
import java.io.IOException;
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

    private static final String RELEASE = "select " + MediaRow.COLUMNS + """
         from release r left join media m on m.release_id = r.id
        where r.id = ? and r.tenant_id = ?
        """;

    // Tracks have no table of their own: a track is there when a medium of the release names it.
    private static final String TRACK = "select " + MediaRow.COLUMNS + """
         from release r join media m on m.release_id = r.id
        where r.id = ? and r.tenant_id = ? and m.track_id = ?
        """;

    private final DataSource dataSource;

    /** Over a catalogue whose schema is first in the connections' search path. */
    public MediaStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The catalogue as of now; the caller closes it. */
    public CatalogSnapshot snapshot() throws IOException {
        return JdbcSnapshot.open(dataSource);
    }

    /** The media of a tenant's release; empty if the tenant has no such release. One query. */
    public Optional<List<Media>> find(String tenantId, ReleaseId release) throws SQLException {
        return findOne(RELEASE, tenantId, release);
    }

    /** The media of a track of a tenant's release; empty if there are none. One query. */
    public Optional<List<Media>> findTrack(String tenantId, ReleaseId release, UUID track) throws SQLException {
        return findOne(TRACK, tenantId, release, track);
    }

    private Optional<List<Media>> findOne(String sql, String tenantId, ReleaseId release, UUID... track)
            throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, release.value());
            query.setString(2, tenantId);
            for (int i = 0; i < track.length; i++) {
                query.setObject(3 + i, track[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                List<MediaRow> found = new ArrayList<>();
                do {
                    MediaRow.read(rows, 0).ifPresent(found::add);
                } while (rows.next());
                found.sort(MediaRow.ORDER);
                return Optional.of(MediaRow.media(found));
            }
        } catch (InvalidRowException e) {
            throw new SQLException("release " + release + " of tenant " + tenantId + ": " + e.getMessage(), e);
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
}
