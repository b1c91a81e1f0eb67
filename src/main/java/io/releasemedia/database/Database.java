package io.releasemedia.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The product's database with its schema up to date: a PostgreSQL server that the operator names, or else the embedded
 * one.
 */
public final class Database implements Closeable {

    /** The schema that holds everything; first in the search path of every connection. */
    public static final String SCHEMA = "release_media";

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final Optional<EmbeddedPostgres> embedded;
    private final HikariDataSource dataSource;

    private Database(Optional<EmbeddedPostgres> embedded, HikariDataSource dataSource) {
        this.embedded = embedded;
        this.dataSource = dataSource;
    }

    /**
     * Where the database is.
     *
     * @param server a server of the operator's; absent: the embedded one
     * @param home folder of the embedded server
     */
    public record Location(Optional<Server> server, Path home) {

        /**
         * From {@code SPRING_DATASOURCE_URL}, {@code _USERNAME}, {@code _PASSWORD} and {@code RELEASE_MEDIA_HOME}, or the
         * system properties {@code spring.datasource.url} … and {@code release-media.home}, which come first.
         */
        public static Location fromEnvironment() {
            Optional<Server> server = setting("spring.datasource.url", "SPRING_DATASOURCE_URL")
                    .map(url -> new Server(
                            url,
                            setting("spring.datasource.username", "SPRING_DATASOURCE_USERNAME")
                                    .orElse(""),
                            setting("spring.datasource.password", "SPRING_DATASOURCE_PASSWORD")
                                    .orElse("")));
            Path home =
                    Path.of(setting("release-media.home", "RELEASE_MEDIA_HOME").orElse(".release-media"));
            return new Location(server, home.toAbsolutePath().normalize());
        }

        private static Optional<String> setting(String property, String variable) {
            return Optional.ofNullable(System.getProperty(property))
                    .or(() -> Optional.ofNullable(System.getenv(variable)))
                    .filter(value -> !value.isBlank());
        }
    }

    /** A PostgreSQL server: JDBC URL and log-in; empty texts where the URL says it. */
    public record Server(String url, String username, String password) {

        @Override
        public String toString() {
            return url.replaceFirst("\\?.*", "");
        }
    }

    /**
     * Opens the database and brings its schema up to date.
     *
     * @param connections the most that are used at once
     * @throws IOException it cannot be used; the message says why and what to do
     */
    public static Database open(Location location, int connections) throws IOException {
        Optional<EmbeddedPostgres> embedded = Optional.empty();
        if (location.server().isEmpty()) {
            embedded = Optional.of(EmbeddedPostgres.open(location.home()));
        }
        Server server = embedded.map(own -> new Server(own.url(), own.user(), own.password()))
                .or(location::server)
                .orElseThrow();
        @Nullable HikariDataSource pool = null;
        boolean opened = false;
        try {
            pool = connect(server, embedded, connections);
            Schema.migrate(pool, server);
            opened = true;
            return new Database(embedded, pool);
        } finally {
            if (!opened) {
                close(pool, embedded);
            }
        }
    }

    private static HikariDataSource connect(Server server, Optional<EmbeddedPostgres> embedded, int connections)
            throws DatabaseException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "release-media");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        HikariConfig config = new HikariConfig();
        if (embedded.isPresent()) {
            config.setDataSource(new EmbeddedDataSource(embedded.get(), properties));
        } else {
            config.setJdbcUrl(server.url());
            config.setDataSourceProperties(properties);
            if (!server.username().isEmpty()) {
                config.setUsername(server.username());
                config.setPassword(server.password());
            }
        }
        config.setPoolName("release-media");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setSchema(SCHEMA);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new DatabaseException("database " + server + " refuses: " + oneLine(cause), e);
        } catch (RuntimeException e) {
            throw new DatabaseException(
                    "SPRING_DATASOURCE_URL " + server + " cannot be used: " + oneLine(e)
                            + " (expected jdbc:postgresql://HOST:PORT/DATABASE)",
                    e);
        }
    }

    /** Connections to it. */
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() throws IOException {
        close(dataSource, embedded);
    }

    private static void close(@Nullable HikariDataSource pool, Optional<EmbeddedPostgres> embedded) throws IOException {
        try {
            if (pool != null) {
                pool.close();
            }
        } finally {
            if (embedded.isPresent()) {
                embedded.get().close();
            }
        }
    }

    static String oneLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    }
}
