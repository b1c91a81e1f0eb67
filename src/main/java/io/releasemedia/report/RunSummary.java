package io.releasemedia.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run.
 *
 * @param host where it runs or ran, with {@code pid}
 * @param selected records that it looked at: the sum of the following four
 * @param enriched records whose metadata changed
 * @param unchanged records whose metadata was right already
 * @param failed records with a status other than ok
 * @param skipped records that wait: links, for the link checker
 * @param exported releases in its export
 * @param error why it failed
 */
public record RunSummary(
        long run,
        String job,
        RunState state,
        String host,
        long pid,
        Instant started,
        Optional<Instant> finished,
        long selected,
        long enriched,
        long unchanged,
        long failed,
        long skipped,
        long exported,
        Optional<String> error) {

    /** From start to end, or to now; zero if a clock was set back meanwhile. */
    public Duration duration() {
        Duration duration = Duration.between(started, finished.orElseGet(Instant::now));
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
