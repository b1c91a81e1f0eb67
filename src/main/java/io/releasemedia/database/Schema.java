package io.releasemedia.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to date, and refuses a catalogue that lacks a column. */
final class Schema {

    private static final int OLDEST_VERSION = 15;

    private static final String TEXT = "text";
    private static final Set<String> CHARACTERS = Set.of("character varying", "character");
    private static final String TIME = "timestamp with time zone";

    /** What a platform's own views have to show: columns and their types. */
    private static final Map<String, Map<String, String>> CATALOGUE = Map.of(
            "release",
            Map.ofEntries(
                    Map.entry("id", "uuid"),
                    Map.entry("tenant_id", TEXT),
                    Map.entry("title", TEXT),
                    Map.entry("status", TEXT),
                    Map.entry("created_at", TIME),
                    Map.entry("updated_at", TIME)),
            "media",
            Map.ofEntries(
                    Map.entry("id", "bigint"),
                    Map.entry("release_id", "uuid"),
                    Map.entry("track_id", "uuid"),
                    Map.entry("position", "integer"),
                    Map.entry("cloud_id", TEXT),
                    Map.entry("cloud_url", TEXT),
                    Map.entry("type", TEXT),
                    Map.entry("name", TEXT),
                    Map.entry("is_link", "boolean"),
                    Map.entry("release_path", TEXT),
                    Map.entry("metadata", "jsonb"),
                    Map.entry("created_at", TIME),
                    Map.entry("updated_at", TIME)));

    private static final String COLUMNS =
            "select column_name, data_type from information_schema.columns where table_schema = ? and table_name = ?";

    private Schema() {}

    static void migrate(DataSource dataSource, Database.Server server) throws DatabaseException {
        try {
            try (Connection connection = dataSource.getConnection()) {
                checkVersion(connection, server);
                checkEncoding(connection, server);
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

    private static void checkEncoding(Connection connection, Database.Server server)
            throws SQLException, DatabaseException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show server_encoding")) {
            rows.next();
            String encoding = rows.getString(1);
            if (!encoding.equals("UTF8")) {
                throw new DatabaseException("database " + server + " has the encoding " + encoding
                        + ", UTF8 is needed: in another one not every name can be stored");
            }
        }
    }

    private static void checkCatalogue(Connection connection) throws SQLException, DatabaseException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            for (Map.Entry<String, Map<String, String>> relation : CATALOGUE.entrySet()) {
                query.setString(1, Database.SCHEMA);
                query.setString(2, relation.getKey());
                Map<String, String> found = new TreeMap<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.put(rows.getString(1), rows.getString(2));
                    }
                }
                if (!found.isEmpty()) {
                    checkColumns(Database.SCHEMA + "." + relation.getKey(), relation.getValue(), found);
                }
            }
        }
    }

    private static void checkColumns(String relation, Map<String, String> expected, Map<String, String> found)
            throws DatabaseException {
        Set<String> missing = new TreeSet<>(expected.keySet());
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            throw new DatabaseException(relation + " lacks " + missing.size() + " of " + expected.size() + " columns: "
                    + String.join(", ", missing));
        }
        for (Map.Entry<String, String> column : new TreeMap<>(expected).entrySet()) {
            String type = found.get(column.getKey());
            if (!column.getValue().equals(type) && !(column.getValue().equals(TEXT) && CHARACTERS.contains(type))) {
                throw new DatabaseException(
                        relation + "." + column.getKey() + " is " + type + ", expected " + column.getValue());
            }
        }
    }
}
