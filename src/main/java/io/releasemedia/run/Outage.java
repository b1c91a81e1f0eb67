package io.releasemedia.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that went away in the middle of a run, and may come back. */
final class Outage extends Exception {

    private static final long serialVersionUID = 1L;

    private static final long POLL_MILLIS = 500;
    private static final int ANSWER_SECONDS = 5;

    Outage(Throwable cause) {
        super("the database went away: " + root(cause).getMessage(), cause);
    }

    Outage(String message) {
        super(message);
    }

    String sentence() {
        return Objects.requireNonNull(getMessage());
    }

    /** Whether a failure means that the connection to the database was lost or could not be made. */
    static boolean isCauseOf(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException problem && isConnectionTrouble(problem)) {
                return true;
            }
        }
        return false;
    }

    /** PostgreSQL, appendix A: class 08 is connection trouble, 57P01 to 57P03 are a server that stops or starts. */
    private static boolean isConnectionTrouble(SQLException problem) {
        String state = String.valueOf(problem.getSQLState());
        return problem instanceof SQLTransientConnectionException
                || problem instanceof SQLNonTransientConnectionException
                || problem instanceof SQLRecoverableException
                || state.startsWith("08")
                || state.startsWith("57P0");
    }

    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /**
     * Waits until the database answers.
     *
     * @param patience how long, at most
     * @param givenUp whether nobody wants to wait any more
     * @return whether it answers
     */
    static boolean survived(DataSource dataSource, Duration patience, BooleanSupplier givenUp) {
        long end = System.nanoTime() + patience.toNanos();
        while (!givenUp.getAsBoolean() && System.nanoTime() < end) {
            try (Connection connection = dataSource.getConnection()) {
                if (connection.isValid(ANSWER_SECONDS)) {
                    return true;
                }
            } catch (SQLException e) {
                // Still away.
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
