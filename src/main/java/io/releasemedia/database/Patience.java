package io.releasemedia.database;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long an operation may still take: a deadline, and a switch by which another thread ends it early. */
final class Patience {

    private static final long PAUSE_MILLIS = 5;

    private final Duration limit;
    private final long deadline;
    private volatile boolean cancelled;

    private Patience(Duration limit) {
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    static Patience of(Duration limit) {
        return new Patience(limit);
    }

    /** Makes the next check fail. */
    void cancel() {
        cancelled = true;
    }

    /** Whether the time is over or the operation was cancelled. */
    boolean isOver() {
        return cancelled || System.nanoTime() - deadline > 0;
    }

    /**
     * Goes on only while there is time.
     *
     * @param waitingFor what has not happened yet, as the end of a sentence
     */
    void check(String waitingFor) throws EmbeddedPostgresException {
        if (cancelled) {
            throw new EmbeddedPostgresException("Interrupted while waiting for " + waitingFor + ".");
        }
        if (isOver()) {
            throw new EmbeddedPostgresException(
                    "Gave up after " + limit.toSeconds() + " s of waiting for " + waitingFor + ".");
        }
    }

    /** Checks, then sleeps for some milliseconds. */
    void pause(String waitingFor) throws EmbeddedPostgresException {
        check(waitingFor);
        sleep();
    }

    /** Sleeps for some milliseconds; false when there is no more time. */
    boolean rest() {
        sleep();
        return !isOver();
    }

    private void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = true;
        }
    }
}
