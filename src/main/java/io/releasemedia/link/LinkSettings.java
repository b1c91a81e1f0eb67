package io.releasemedia.link;

import io.releasemedia.net.TurnLimits;
import io.releasemedia.net.WebClientSettings;
import java.time.Duration;
import java.util.List;

/**
 * How links are checked.
 *
 * @param remembered verdicts that are kept, so that the same URL is not checked twice in a run
 * @param contact URL or address that the {@code User-Agent} names; empty: none
 */
public record LinkSettings(Pace pace, Times times, Patience patience, int remembered, String contact) {

    /**
     * How much is asked for.
     *
     * @param perHost requests at once to one host
     * @param perHostPerSecond requests a second to one host, spread out evenly; providers may have a lower rate of their
     *     own
     * @param inFlight requests at once in all
     */
    public record Pace(int perHost, double perHostPerSecond, int inFlight) {

        /** Checks the numbers. */
        public Pace {
            if (perHost < 1 || inFlight < 1) {
                throw new IllegalArgumentException("perHost and inFlight are 1 or more");
            }
            if (!(perHostPerSecond > 0) || perHostPerSecond > 1e6) {
                throw new IllegalArgumentException("perHostPerSecond is more than 0");
            }
        }
    }

    /**
     * How long is waited.
     *
     * @param connect longest wait for a connection, for each address of a name
     * @param firstByte longest wait for the next byte of an answer
     * @param total for all requests of one link together, waiting for its host not counted
     */
    public record Times(Duration connect, Duration firstByte, Duration total) {

        /** Checks that there is time. */
        public Times {
            if (!isPositive(connect) || !isPositive(firstByte) || !isPositive(total)) {
                throw new IllegalArgumentException("connect, firstByte and total are longer than 0");
            }
        }

        private static boolean isPositive(Duration time) {
            return time.compareTo(Duration.ZERO) > 0;
        }
    }

    /**
     * What is done about failures.
     *
     * @param attempts how often a link is asked for while it fails in a way that may pass
     * @param backoff pause before the second attempt, doubled before each further one, and up to half more or less of it
     *     by chance
     * @param longestPause the longest {@code Retry-After} that is waited for within a run
     */
    public record Patience(int attempts, Duration backoff, Duration longestPause) {

        /** Checks the number. */
        public Patience {
            if (attempts < 1) {
                throw new IllegalArgumentException("attempts are 1 or more");
            }
        }
    }

    /**
     * Ten requests a second, 100 ms apart, is less than a browser sends to a host for one page and half of what common
     * link checkers send; four at once is less than the six connections that browsers open. 256 in flight at 200 ms is
     * 1,280 links a second over many hosts.
     */
    public static final LinkSettings DEFAULT = new LinkSettings(
            new Pace(4, 10, 256),
            new Times(Duration.ofSeconds(8), Duration.ofSeconds(15), Duration.ofSeconds(30)),
            new Patience(3, Duration.ofMillis(500), Duration.ofSeconds(60)),
            50_000,
            "");

    private static final int FAILURES = 6;
    private static final Duration LOST = Duration.ofSeconds(60);
    private static final Duration CLOSED_FOR = Duration.ofMinutes(2);

    /** Checks the number. */
    public LinkSettings {
        if (remembered < 0) {
            throw new IllegalArgumentException("remembered is 0 or more");
        }
    }

    /** The same with so many requests at once to one host. */
    public LinkSettings perHost(int requests) {
        return pace(new Pace(requests, pace.perHostPerSecond(), pace.inFlight()));
    }

    /** The same with so many requests a second to one host. */
    public LinkSettings perHostPerSecond(double requests) {
        return pace(new Pace(pace.perHost(), requests, pace.inFlight()));
    }

    /** The same with so many requests at once in all. */
    public LinkSettings inFlight(int requests) {
        return pace(new Pace(pace.perHost(), pace.perHostPerSecond(), requests));
    }

    private LinkSettings pace(Pace other) {
        return new LinkSettings(other, times, patience, remembered, contact);
    }

    /** The same with these limits on time. */
    public LinkSettings times(Times other) {
        return new LinkSettings(pace, other, patience, remembered, contact);
    }

    /** The same with this patience for what fails. */
    public LinkSettings patience(Patience other) {
        return new LinkSettings(pace, times, other, remembered, contact);
    }

    /** The same with so many verdicts kept. */
    public LinkSettings remembered(int verdicts) {
        return new LinkSettings(pace, times, patience, verdicts, contact);
    }

    /** The same with this contact in the {@code User-Agent}. */
    public LinkSettings contact(String url) {
        return new LinkSettings(pace, times, patience, remembered, url);
    }

    /**
     * A client for these settings.
     *
     * @param allowed CIDR ranges opened on purpose
     */
    public WebClientSettings client(List<String> allowed) {
        int connections = Math.max(64, pace.inFlight() * 2);
        return new WebClientSettings(
                allowed, contact, connections, Math.max(128, pace.perHost()), times.connect(), times.firstByte());
    }

    TurnLimits turns() {
        return new TurnLimits(pace.inFlight(), pace.perHost(), patience.longestPause(), FAILURES, LOST, CLOSED_FOR);
    }
}
