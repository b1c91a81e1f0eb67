package io.releasemedia.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final LinkVerdict DOWN =
            LinkVerdict.without(LinkStatus.UNREACHABLE, "the host does not answer in time");

    /** Hours at which checks fail; how many of them count, and whether the link is dead by then. */
    @ParameterizedTest
    @CsvSource({
        "'0', 1, false",
        "'0 24', 2, false",
        "'0 24 48', 3, true",
        "'0 1 2 3 4 5', 1, false",
        "'0 23 47', 2, false",
        "'0 12 24 36 48', 3, true",
        "'0 24 48 72', 4, true",
        "'0 1000 2000', 3, true",
    })
    void countsFailuresThatAreFarApart(String hours, int counted, boolean dead) {
        FailureHistory history = FailureHistory.none();
        for (String hour : hours.split(" ", -1)) {
            Instant now = START.plus(Duration.ofHours(Long.parseLong(hour)));
            history = history.after(DOWN, now, DeadRule.DEFAULT);
        }
        assertThat(history.failures()).isEqualTo(counted);
        LinkVerdict verdict = history.judged(DOWN, DeadRule.DEFAULT);
        assertThat(verdict.status()).isEqualTo(dead ? LinkStatus.DEAD : LinkStatus.UNREACHABLE);
        assertThat(verdict.linkValidated()).isEqualTo(dead ? Optional.of(false) : Optional.empty());
        assertThat(verdict.definite()).isFalse();
        assertThat(verdict.reason()).contains("does not answer in time");
    }

    @Test
    void anAnswerMakesItForget() {
        FailureHistory failed = new FailureHistory(2, Optional.of(START));
        Instant later = START.plus(Duration.ofDays(2));
        for (LinkStatus status : List.of(LinkStatus.OK, LinkStatus.GATED, LinkStatus.EXPIRED, LinkStatus.DEAD)) {
            LinkVerdict verdict = LinkVerdict.from(status, 200, "https://h/", "x");
            assertThat(failed.after(verdict, later, DeadRule.DEFAULT)).isEqualTo(FailureHistory.none());
            assertThat(failed.judged(verdict, DeadRule.DEFAULT)).isEqualTo(verdict);
        }
    }

    /** The host is there and does not let one in: that is no step towards being dead, and none back. */
    @Test
    void beingSentAwayDoesNotCount() {
        FailureHistory failed = new FailureHistory(2, Optional.of(START));
        Instant later = START.plus(Duration.ofDays(2));
        for (LinkVerdict verdict : List.of(
                LinkVerdict.from(LinkStatus.UNREACHABLE, 429, "https://h/", "x"),
                LinkVerdict.from(LinkStatus.UNREACHABLE, 403, "https://h/", "x"),
                LinkVerdict.from(LinkStatus.UNREACHABLE, 503, "https://h/", "x").retryAfter(Duration.ofHours(1)))) {
            assertThat(failed.after(verdict, later, DeadRule.DEFAULT)).isEqualTo(failed);
            assertThat(failed.judged(verdict, DeadRule.DEFAULT)).isEqualTo(verdict);
        }
        LinkVerdict broken = LinkVerdict.from(LinkStatus.UNREACHABLE, 500, "https://h/", "x");
        assertThat(failed.after(broken, later, DeadRule.DEFAULT).failures()).isEqualTo(3);
    }

    @Test
    void theRuleIsTheCallers() {
        DeadRule strict = new DeadRule(1, Duration.ZERO);
        FailureHistory history = FailureHistory.none().after(DOWN, START, strict);
        assertThat(history.judged(DOWN, strict).status()).isEqualTo(LinkStatus.DEAD);
    }
}
