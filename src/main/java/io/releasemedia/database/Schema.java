package io.releasemedia.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to date, and refuses a catalogue that lacks a column. */
final class Schema {

    private static final int OLDEST_VERSION = 15;

    /** What a platform's own views have to show. */
    private static final Map<String, List<String>> CATALOGUE = Map.of(
            "release",
            List.of("id", "tenant_id", "title", "status", "created_at", "updated_at"),
            "media",
            List.of(
                    "id",
                    "release_id",
                    "track_id",
                    "position",
                    "cloud_id",
                    "cloud_url",
                    "type",
                    "name",
                    "is_link",
                    "release_path",
                    "metadata",
                    "created_at",
                    "updated_at"));

    private static final String COLUMNS =
            "select column_name from information_schema.columns where table_schema = ? and table_name = ?";

    private Schema() {}

    static void migrate(DataSource dataSource, Database.Server server) throws DatabaseException {
        try {
            try (Connection connection = dataSource.getConnection()) {
                checkVersion(connection, server);
                checkCatalogue(connection);
            }
            Flyway.configure()
                    .dataSource(dataSource)
                    .schemas(Database.SCHEMA)
                    .createSchemas(true)
                    .javaMigrations(new V2__Batch_tables())
                    // A schema that holds a platform's views, but no history yet, is welcome.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException | SQLException e) {
            throw new DatabaseException(
                    "database " + server + ": its schema " + Database.SCHEMA + " cannot be brought up to date: "
                            + Database.oneLine(e),
                    e);
        }
    }

    private static void checkVersion(Connection connection, Database.Server server)
            throws SQLException, DatabaseException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_VERSION) {
            throw new DatabaseException(
                    "database " + server + " is PostgreSQL " + version + ", at least " + OLDEST_VERSION + " is needed");
        }
    }

    private static void checkCatalogue(Connection connection) throws SQLException, DatabaseException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            for (Map.Entry<String, List<String>> relation : CATALOGUE.entrySet()) {
                query.setString(1, Database.SCHEMA);
                query.setString(2, relation.getKey());
                Set<String> missing = new TreeSet<>(relation.getValue());
                int before = missing.size();
                boolean exists = false;
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        exists = true;
                        missing.remove(rows.getString(1));
                    }
                }
                if (exists && !missing.isEmpty()) {
                    throw new DatabaseException(Database.SCHEMA + "." + relation.getKey() + " lacks " + missing.size()
                            + " of " + before + " columns: " + String.join(", ", missing));
                }
            }
        }
    }
}
