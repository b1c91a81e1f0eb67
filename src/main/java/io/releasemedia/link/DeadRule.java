package io.releasemedia.link;

import java.time.Duration;

/**
 * When a link that nobody called dead counts as dead nevertheless.
 *
 * @param failures after so many checks that failed
 * @param apart each so long after the one counted before
 */
public record DeadRule(int failures, Duration apart) {

    /** Three, a day apart. */
    public static final DeadRule DEFAULT = new DeadRule(3, Duration.ofHours(24));

    /** Checks the numbers. */
    public DeadRule {
        if (failures < 1 || apart.isNegative()) {
            throw new IllegalArgumentException("a link is dead after 1 failure or more");
        }
    }
}
