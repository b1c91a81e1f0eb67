package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipelineTest {

    /** Several are under way at once, and some thousand are more than may be. */
    private static final long WEIGHT = 10_000;

    private static final int WORKS = 3_000;

    @Test
    void resultsComeInTheOrderOfTheWorkHoweverLongItTakes() throws IOException {
        List<Integer> results = new ArrayList<>();
        try (Pipeline<Integer> pipeline = new Pipeline<>(results::add)) {
            for (int i = 0; i < WORKS; i++) {
                int number = i;
                pipeline.submit(number % 100 == 0 ? 100 * WEIGHT : WEIGHT, () -> {
                    if (number % 97 == 0) {
                        Thread.sleep(3);
                    }
                    return number;
                });
            }
            pipeline.finish();
        }
        assertThat(results).isEqualTo(IntStream.range(0, WORKS).boxed().toList());
    }

    @Test
    void onlySoMuchIsUnderWay() throws IOException {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Pipeline<Integer> pipeline = new Pipeline<>(number -> taken.incrementAndGet())) {
            for (int i = 0; i < WORKS; i++) {
                pipeline.submit(WEIGHT, () -> most.accumulateAndGet(made.incrementAndGet() - taken.get(), Math::max));
            }
            pipeline.finish();
        }
        assertThat(taken).hasValue(WORKS);
        assertThat(most.get() * WEIGHT).isLessThan(8 << 20);
    }

    @Test
    void aFailureInTheMiddleEndsItAndLeavesNoThread() {
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (Pipeline<Integer> pipeline = new Pipeline<>(number -> {})) {
                        for (int i = 0; i < WORKS; i++) {
                            pipeline.submit(WEIGHT, () -> {
                                if (begun.incrementAndGet() == WORKS / 2) {
                                    throw new IOException("the disk is full");
                                }
                                return 0;
                            });
                        }
                        pipeline.finish();
                    }
                })
                .hasMessage("the disk is full");
        int atTheEnd = begun.get();
        assertThat(atTheEnd).isLessThan(WORKS);
        assertThat(begun).hasValue(atTheEnd);
    }

    @Test
    void aTakerThatFailsEndsIt() {
        assertThatThrownBy(() -> {
                    try (Pipeline<Integer> pipeline = new Pipeline<>(number -> {
                        throw new IOException("the bundle cannot be written");
                    })) {
                        pipeline.submit(WEIGHT, () -> 0);
                        pipeline.finish();
                    }
                })
                .hasMessage("the bundle cannot be written");
    }

    @Test
    void anErrorStaysAnError() {
        assertThatThrownBy(() -> {
                    try (Pipeline<Integer> pipeline = new Pipeline<>(number -> {})) {
                        pipeline.submit(WEIGHT, () -> {
                            throw new OutOfMemoryError("planted");
                        });
                        pipeline.finish();
                    }
                })
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anInterruptionEndsTheWait() {
        try (Pipeline<Integer> pipeline = new Pipeline<>(number -> {})) {
            pipeline.submit(WEIGHT, () -> {
                Thread.sleep(60_000);
                return 0;
            });
            Thread.currentThread().interrupt();
            assertThatThrownBy(pipeline::finish).hasMessage("the export was interrupted");
            assertThat(Thread.interrupted()).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
