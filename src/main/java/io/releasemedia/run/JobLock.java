package io.releasemedia.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one run of a job is at work at a time, on whatever machine: an advisory lock of PostgreSQL, which goes
 * with the connection that holds it, so that no crash leaves it behind.
 */
final class JobLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobLock.class);
    private static final String TRY = "select pg_try_advisory_lock(hashtextextended('release-media run ' || ?, 0))";
    private static final long WATCH_SECONDS = 5;

    private final Connection connection;
    private final ScheduledExecutorService watch;

    private JobLock(Connection connection, Runnable lost) {
        this.connection = connection;
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "job-lock");
            thread.setDaemon(true);
            return thread;
        });
        var unused = watch.scheduleWithFixedDelay(() -> check(lost), WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Takes the lock; empty if another run holds it.
     *
     * @param lost is told if the connection is cut, and with it the lock: another run may be at work from then on
     */
    static Optional<JobLock> tryTake(DataSource dataSource, String job, Runnable lost) throws SQLException {
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
        return taken ? Optional.of(new JobLock(connection, lost)) : Optional.empty();
    }

    private void check(Runnable lost) {
        boolean held = false;
        try {
            held = connection.isValid((int) WATCH_SECONDS);
        } catch (SQLException e) {
            LOG.debug("the lock's connection cannot be asked", e);
        }
        if (!held) {
            LOG.warn("the connection that holds the job's lock was cut");
            watch.shutdown();
            lost.run();
        }
    }

    /** Gives the lock back, if it was not lost. */
    @Override
    public void close() {
        watch.shutdown();
        // The pool would keep the session, and with it the lock.
        try (connection;
                PreparedStatement unlock = connection.prepareStatement("select pg_advisory_unlock_all()")) {
            unlock.execute();
        } catch (SQLException e) {
            LOG.debug("the lock went with its connection", e);
        }
    }
}
