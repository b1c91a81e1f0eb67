package io.releasemedia.testing;

import io.releasemedia.database.Database;
import io.releasemedia.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A new, empty database for one test class, on a real PostgreSQL server: the one of {@code -Dspring.datasource.url}, one
 * in a container with {@code -Ddatabase=testcontainers}, or else the embedded one.
 */
public final class TestDatabase implements AutoCloseable {

    private static final Database.Server SERVER = sharedServer();

    private final String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
    private final Database.Server server;
    private final Database database;

    private TestDatabase(Database.Server server, String before) throws IOException, SQLException {
        this.server = server;
        onServer("create database " + name);
        Database.Server own = location().server().orElseThrow();
        try (Connection connection = DriverManager.getConnection(own.url(), own.username(), own.password());
                Statement statement = connection.createStatement()) {
            statement.execute(before);
        }
        this.database = Database.open(location(), 12);
    }

    /** Makes the database and its schema. */
    public static TestDatabase create() throws IOException, SQLException {
        return new TestDatabase(SERVER, "");
    }

    /** Makes the database and its schema on a server of the caller's. */
    public static TestDatabase createOn(Database.Server server) throws IOException, SQLException {
        return new TestDatabase(server, "");
    }

    /** Makes the database, runs some SQL in it, and then makes the schema. */
    public static TestDatabase createAfter(String sql) throws IOException, SQLException {
        return new TestDatabase(SERVER, sql);
    }

    /** Connections with the product's schema in their search path. */
    public DataSource dataSource() {
        return database.dataSource();
    }

    /** For looking into it. */
    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource());
    }

    /** For a process that is to use it. */
    public Database.Location location() {
        String url = server.url().replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
        return new Database.Location(
                Optional.of(new Database.Server(url, server.username(), server.password())), Path.of("unused"));
    }

    @Override
    public void close() throws IOException, SQLException {
        database.close();
        onServer("drop database " + name + " with (force)");
    }

    private void onServer(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Database.Server sharedServer() {
        Optional<Database.Server> given = Database.Location.fromEnvironment().server();
        if (given.isPresent()) {
            return given.get();
        }
        if ("testcontainers".equals(System.getProperty("database"))) {
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
            container.start(); // Testcontainers removes it when the JVM ends
            return new Database.Server(container.getJdbcUrl(), container.getUsername(), container.getPassword());
        }
        try {
            EmbeddedPostgres embedded =
                    EmbeddedPostgres.open(Path.of("target", "test-home").toAbsolutePath());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(embedded)));
            return new Database.Server(embedded.url(), embedded.user(), embedded.password());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedPostgres embedded) {
        try {
            embedded.close();
        } catch (IOException e) {
            System.err.println("the test database did not stop: " + e.getMessage());
        }
    }
}
