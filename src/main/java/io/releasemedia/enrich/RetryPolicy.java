package io.releasemedia.enrich;

import java.time.Duration;

/**
 * When a record that could not be read is tried again: {@code first} after the first failure, then twice as long each
 * time, at most {@code longest}, each by up to a tenth more or less, so that what failed together does not come back
 * together. After {@code attempts} failures in a row it is parked: not tried again until it changes or is asked for.
 */
public record RetryPolicy(Duration first, Duration longest, int attempts) {

    /** A quarter of an hour, up to a week, for about five weeks. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(Duration.ofMinutes(15), Duration.ofDays(7), 14);
}
