package io.releasemedia.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections for requests, whose clients rather hear soon that the database is away than wait for it: neither the wait
 * for a connection nor that for an answer of the database is long.
 */
final class RequestConnections extends DelegatingDataSource implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration CHECK = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HikariDataSource pool;

    private RequestConnections(HikariDataSource pool) {
        super(pool);
        this.pool = pool;
    }

    /**
     * To the database of a pool, in a pool of their own, because a pool cannot change its waiting times.
     *
     * @param most connections at once
     * @throws SQLException the data source is no such pool
     */
    static RequestConnections like(DataSource dataSource, int most) throws SQLException {
        HikariConfig config = new HikariConfig();
        dataSource.unwrap(HikariDataSource.class).copyStateTo(config);
        config.setPoolName("requests");
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(CHECK.toMillis());
        return new RequestConnections(new HikariDataSource(config));
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(ANSWER.toMillis()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
