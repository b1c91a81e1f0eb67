package io.releasemedia.net;

import java.time.Duration;

/**
 * The limits of {@link HostTurns}.
 *
 * @param inFlight requests at once in all
 * @param perHost requests at once to one host
 * @param longestPause the longest pause asked for by a host that its requests wait for; beyond it they are refused
 * @param failures how many in a row close a host
 * @param lost how much time spent on failures in a row closes a host, however few they are
 * @param closedFor for how long
 */
public record TurnLimits(
        int inFlight, int perHost, Duration longestPause, int failures, Duration lost, Duration closedFor) {

    /** Checks the numbers. */
    public TurnLimits {
        if (inFlight < 1 || perHost < 1 || failures < 1) {
            throw new IllegalArgumentException("limits are 1 or more");
        }
    }
}
