package io.releasemedia.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Once the database went away, says so at once to everybody: a run has many who would each wait for a connection before
 * they give up, one after the other.
 */
final class FailFastDataSource extends DelegatingDataSource {

    private final AtomicReference<@Nullable SQLException> away = new AtomicReference<>();

    FailFastDataSource(DataSource target) {
        super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
        @Nullable SQLException first = away.get();
        if (first != null) {
            throw new SQLTransientConnectionException("the database is away", first);
        }
        try {
            return super.getConnection();
        } catch (SQLException e) {
            if (Outage.isCauseOf(e)) {
                away.set(e);
            }
            throw e;
        }
    }

    /** It answers again. */
    void back() {
        away.set(null);
    }
}
