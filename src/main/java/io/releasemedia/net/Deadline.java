package io.releasemedia.net;

import java.time.Duration;

/**
 * A point in time at which work ends.
 *
 * @param nanoTime on the clock of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    /** So long from now. */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Time left; zero or negative once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    /** Whether it has passed. */
    public boolean isOver() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
