package io.releasemedia.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The first connection to a server: proves that it is the right one and creates the database where it is missing. */
final class Session {

    static final String DATABASE = "release_media";

    /** SQLSTATE invalid_catalog_name. */
    private static final String NO_SUCH_DATABASE = "3D000";

    /** SQLSTATE cannot_connect_now: the server starts up, recovers or stops. */
    private static final String NOT_NOW = "57P03";

    /** The class of SQLSTATE for a connection that could not be made. */
    private static final String NO_CONNECTION = "08";

    private Session() {}

    /**
     * Asks a server for what {@link EmbeddedPostgres} promises.
     *
     * @return false when it does not take connections at this moment
     */
    static boolean answers(Postmaster server, String password) throws IOException {
        try {
            verify(server, password);
            return true;
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals(NOT_NOW) || state.startsWith(NO_CONNECTION)) {
                return false;
            }
            throw new EmbeddedPostgresException(
                    "The embedded database's server for " + server.data() + " runs (process " + server.pid()
                            + ") but refuses to work: " + e.getMessage() + ".",
                    e);
        }
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + '/' + database;
    }

    private static void verify(Postmaster server, String password) throws SQLException, IOException {
        try (Connection connection = connect(server, password, DATABASE)) {
            checkFolder(connection, server);
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
            try (Connection connection = connect(server, password, "postgres");
                    Statement statement = connection.createStatement()) {
                checkFolder(connection, server);
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    private static Connection connect(Postmaster server, String password, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", DataFolder.USER);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("ApplicationName", "release-media");
        @Nullable Connection connection = new Driver().connect(url(server.port(), database), properties);
        if (connection == null) {
            throw new SQLException("the PostgreSQL driver does not know its own address");
        }
        return connection;
    }

    private static void checkFolder(Connection connection, Postmaster server) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            String folder = row.next() ? row.getString(1) : "";
            if (!Files.isSameFile(Path.of(folder), server.data())) {
                throw new EmbeddedPostgresException("The server on port " + server.port() + " works on " + folder
                        + ", not on " + server.data() + ": stop it (process " + server.pid() + ").");
            }
        }
    }
}
