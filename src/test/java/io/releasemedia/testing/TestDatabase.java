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

    private static final int CONNECTIONS = 12;

    private static Optional<EmbeddedPostgres> embedded = Optional.empty();

    private static final Database.Server SERVER = sharedServer();

    /** A database with the schema in it, of which others are copies: they are made in a tenth of the time. */
    private static Optional<String> model = Optional.empty();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TestDatabase::end));
    }

    private final Database.Server server;
    private final String name;
    private final Database database;

    private TestDatabase(Database.Server server, String name) throws IOException {
        this.server = server;
        this.name = name;
        this.database = Database.open(location(server, name), CONNECTIONS);
    }

    /** Makes the database and its schema. */
    public static TestDatabase create() throws IOException, SQLException {
        String name = newName();
        on(SERVER, "create database " + name + " template " + model());
        return new TestDatabase(SERVER, name);
    }

    /** Makes the database and its schema on a server of the caller's. */
    public static TestDatabase createOn(Database.Server server) throws IOException, SQLException {
        String name = newName();
        on(server, "create database " + name);
        return new TestDatabase(server, name);
    }

    /** Makes the database, runs some SQL in it, and then makes the schema. */
    public static TestDatabase createAfter(String sql) throws IOException, SQLException {
        String name = newName();
        on(SERVER, "create database " + name);
        on(location(SERVER, name).server().orElseThrow(), sql);
        return new TestDatabase(SERVER, name);
    }

    private static synchronized String model() throws IOException, SQLException {
        if (model.isEmpty()) {
            String name = newName();
            on(SERVER, "create database " + name);
            Database.open(location(SERVER, name), CONNECTIONS).close();
            model = Optional.of(name);
        }
        return model.get();
    }

    private static String newName() {
        return "test_" + UUID.randomUUID().toString().replace('-', '_');
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
        return location(server, name);
    }

    private static Database.Location location(Database.Server server, String name) {
        String url = server.url().replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
        return new Database.Location(
                Optional.of(new Database.Server(url, server.username(), server.password())), Path.of("unused"));
    }

    @Override
    public void close() throws IOException, SQLException {
        database.close();
        on(server, "drop database " + name + " with (force)");
    }

    private static void on(Database.Server server, String sql) throws SQLException {
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
            // JVMs that run tests side by side do not share a server: some look at all that goes on in it.
            String home = "test-home" + System.getProperty("surefire.forkNumber", "");
            EmbeddedPostgres own = EmbeddedPostgres.open(Path.of("target", home).toAbsolutePath());
            embedded = Optional.of(own);
            return new Database.Server(own.url(), own.user(), own.password());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void end() {
        try {
            if (model.isPresent()) {
                on(SERVER, "drop database " + model.get());
            }
            if (embedded.isPresent()) {
                embedded.get().close();
            }
        } catch (IOException | SQLException e) {
            System.err.println("the test database did not stop: " + e.getMessage());
        }
    }
}
