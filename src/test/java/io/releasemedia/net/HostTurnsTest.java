package io.releasemedia.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code PolitenessTest} does not see from outside. */
@Timeout(30)
class HostTurnsTest {

    private static final double FAST = 10_000;

    private static TurnLimits limits(int inFlight, Duration lost) {
        return new TurnLimits(inFlight, 1, Duration.ofSeconds(1), 100, lost, Duration.ofMinutes(1));
    }

    /** Counts down when it goes on or is refused. */
    private record Work(Supplier<Turn.Reaction> work, CountDownLatch end, List<Turn.Refusal> refusals) implements Turn {

        @Override
        public Reaction take() {
            return work.get();
        }

        @Override
        public void proceed() {
            end.countDown();
        }

        @Override
        public void refuse(Refusal why, Duration wait) {
            synchronized (refusals) {
                refusals.add(why);
            }
            end.countDown();
        }
    }

    /** A parser may run out of stack over what a stranger sends. */
    @Test
    void goesOnWhateverHappensInATurn() throws Exception {
        CountDownLatch end = new CountDownLatch(2);
        List<Turn.Refusal> refusals = new ArrayList<>();
        try (HostTurns turns = new HostTurns(limits(1, Duration.ofMinutes(1)))) {
            turns.add("a.example", FAST, new Work(HostTurnsTest::runOutOfStack, end, refusals), Duration.ZERO);
            turns.add("b.example", FAST, new Work(() -> Turn.Reaction.ANSWERED, end, refusals), Duration.ZERO);
            assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(refusals).isEmpty();
    }

    private static Turn.Reaction runOutOfStack() {
        throw new StackOverflowError("on purpose");
    }

    @Test
    void leavesAHostAloneThatCostsTooMuchTime() throws Exception {
        CountDownLatch end = new CountDownLatch(10);
        List<Turn.Refusal> refusals = new ArrayList<>();
        AtomicInteger taken = new AtomicInteger();
        try (HostTurns turns = new HostTurns(limits(4, Duration.ofMillis(250)))) {
            for (int i = 0; i < 10; i++) {
                Supplier<Turn.Reaction> failing = () -> failAfter(100, taken);
                turns.add("slow.example", FAST, new Work(failing, end, refusals), Duration.ZERO);
            }
            assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(taken.get()).isBetween(1, 3);
        assertThat(refusals).hasSize(10 - taken.get()).containsOnly(Turn.Refusal.NO_ANSWERS);
    }

    /** One place of eight while others wait, half of them while nobody does. */
    @Test
    void hostsThatFailTakeNoMoreThanHalfOfThePlaces() throws Exception {
        List<Turn.Refusal> refusals = new ArrayList<>();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Supplier<Turn.Reaction> failing = () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            failAfter(200, new AtomicInteger());
            now.decrementAndGet();
            return Turn.Reaction.FAILED;
        };
        try (HostTurns turns = new HostTurns(limits(8, Duration.ofMinutes(1)))) {
            // All are new at first, so each may begin; then they have failed.
            for (int round = 1; round <= 2; round++) {
                most.set(0);
                CountDownLatch end = new CountDownLatch(8);
                for (int i = 0; i < 8; i++) {
                    turns.add("h" + i + ".example", FAST, new Work(failing, end, refusals), Duration.ZERO);
                }
                assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(most).hasValue(4);
    }

    private static Turn.Reaction failAfter(int millis, AtomicInteger taken) {
        taken.incrementAndGet();
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Turn.Reaction.FAILED;
    }
}
