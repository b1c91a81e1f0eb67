package io.releasemedia.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How often a link failed since it last gave an answer.
 *
 * <p>A check during which nothing at all answered ({@link LinkChecker#nothingAnswers()}) says nothing about links and
 * is not to be added.
 *
 * @param failures checks that count
 * @param lastCounted when the last of these was
 */
public record FailureHistory(int failures, Optional<Instant> lastCounted) {

    private static final FailureHistory NONE = new FailureHistory(0, Optional.empty());

    /** Of a link that has not failed. */
    public static FailureHistory none() {
        return NONE;
    }

    /** The history with one more check; two failures that are closer than the rule asks for count once. */
    public FailureHistory after(LinkVerdict verdict, Instant now, DeadRule rule) {
        if (!verdict.isFailure()) {
            return verdict.status() == LinkStatus.UNREACHABLE ? this : NONE;
        }
        boolean tooClose = lastCounted
                .filter(last -> Duration.between(last, now).compareTo(rule.apart()) < 0)
                .isPresent();
        return tooClose ? this : new FailureHistory(failures + 1, Optional.of(now));
    }

    /** The verdict in the light of this history, which {@link #after} has already added it to. */
    public LinkVerdict judged(LinkVerdict verdict, DeadRule rule) {
        if (!verdict.isFailure() || failures < rule.failures()) {
            return verdict;
        }
        return new LinkVerdict(
                LinkStatus.DEAD,
                verdict.httpStatus(),
                verdict.finalUrl(),
                "failed at " + failures + " checks in a row, each at least "
                        + rule.apart().toHours() + " hours after the one before: " + verdict.reason(),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                Optional.empty());
    }
}
