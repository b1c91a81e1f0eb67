package io.releasemedia.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Properties;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** New connections to the embedded server, which is started again if it has died: nobody else would. */
final class EmbeddedDataSource extends AbstractDataSource {

    private final EmbeddedPostgres embedded;
    private final Properties properties = new Properties();

    /**
     * Over a server that is open; whose it is closes it.
     *
     * @param properties of the driver, beside user and password
     */
    EmbeddedDataSource(EmbeddedPostgres embedded, Properties properties) {
        this.embedded = embedded;
        this.properties.putAll(properties);
        this.properties.setProperty("user", embedded.user());
        this.properties.setProperty("password", embedded.password());
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return connect();
        } catch (SQLException e) {
            if (!revived(e)) {
                throw e;
            }
            return connect();
        }
    }

    private boolean revived(SQLException refused) throws SQLException {
        try {
            return embedded.revive();
        } catch (EmbeddedPostgresException e) {
            e.addSuppressed(refused);
            throw new SQLTransientConnectionException(e.getMessage(), refused.getSQLState(), e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(embedded.url(), properties);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new UnsupportedOperationException("the embedded server has one user");
    }
}
