package io.releasemedia.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Sees to it that one run of a job is at work at a time, on whatever machine: an advisory lock of PostgreSQL, which goes
 * with the connection that holds it, so that no crash leaves it behind.
 */
final class JobLock implements AutoCloseable {

    private static final String TRY = "select pg_try_advisory_lock(hashtextextended('release-media run ' || ?, 0))";

    private final Connection connection;

    private JobLock(Connection connection) {
        this.connection = connection;
    }

    /** Takes the lock; empty if another run holds it. */
    static Optional<JobLock> tryTake(DataSource dataSource, String job) throws SQLException {
        Connection connection = dataSource.getConnection();
        boolean taken = false;
        try (PreparedStatement query = connection.prepareStatement(TRY)) {
            query.setString(1, job);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                taken = row.getBoolean(1);
            }
        } finally {
            if (!taken) {
                connection.close();
            }
        }
        return taken ? Optional.of(new JobLock(connection)) : Optional.empty();
    }

    @Override
    public void close() throws SQLException {
        // The pool would keep the session, and with it the lock.
        try (connection;
                PreparedStatement unlock = connection.prepareStatement("select pg_advisory_unlock_all()")) {
            unlock.execute();
        }
    }
}
