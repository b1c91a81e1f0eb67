package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.source.ByteSource;
import io.releasemedia.source.Cost;
import io.releasemedia.source.SourceFaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that fail, hang or change: whatever happens is a status. */
@Timeout(60)
class ProberFaultsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Prober prober = new Prober(LIMIT);

    @AfterEach
    void close() {
        prober.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void turnsTheExceptionsOfASourceIntoAStatus(boolean remote) {
        assertThat(faulty(remote, SourceFaults::blocked)).isEqualTo(ProbeStatus.BLOCKED);
        assertThat(faulty(remote, SourceFaults::outOfTime)).isEqualTo(ProbeStatus.TIMEOUT);
        assertThat(faulty(remote, SourceFaults::outOfBytes)).isEqualTo(ProbeStatus.UNREADABLE);
        assertThat(faulty(remote, () -> new IOException("the disk is on fire"))).isEqualTo(ProbeStatus.UNREADABLE);
        assertThat(faulty(remote, () -> {
                    throw new StackOverflowError();
                }))
                .isEqualTo(ProbeStatus.MALFORMED);
        assertThat(faulty(remote, () -> {
                    throw new ArithmeticException();
                }))
                .isEqualTo(ProbeStatus.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void triesOnceMoreWhenTheFileChangesUnderIt(boolean remote) {
        AtomicInteger opened = new AtomicInteger();
        byte[] bytes = Seeds.file("tone.wav");
        ProbeResult result = prober.probe(
                () -> opened.incrementAndGet() == 1
                        ? new Faulty(remote, SourceFaults::changed)
                        : MemorySource.local(bytes),
                Expectation.NONE);
        assertThat(result.status()).isEqualTo(ProbeStatus.OK);

        opened.set(0);
        ProbeResult hopeless = prober.probe(
                () -> {
                    opened.incrementAndGet();
                    return new Faulty(remote, SourceFaults::changed);
                },
                Expectation.NONE);
        assertThat(hopeless.status()).isEqualTo(ProbeStatus.UNREADABLE);
        assertThat(opened).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesUpWhenTheTimeIsOver(boolean remote) {
        try (Prober hasty = new Prober(Duration.ofMillis(200))) {
            long start = System.nanoTime();
            ProbeResult result = hasty.probe(() -> new Faulty(remote, ProberFaultsTest::hang), Expectation.NONE);

            assertThat(result.status()).isEqualTo(ProbeStatus.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(Thread.interrupted()).as("the interrupt stays inside").isFalse();
            assertThat(hasty.probe(() -> MemorySource.local(Seeds.file("tone.wav")), Expectation.NONE)
                            .status())
                    .isEqualTo(ProbeStatus.OK);
        }
    }

    @Test
    void abandonsAThreadThatIgnoresTheInterrupt() {
        try (Prober hasty = new Prober(Duration.ofMillis(200))) {
            ProbeResult result = hasty.probe(() -> new Faulty(true, ProberFaultsTest::spin), Expectation.NONE);
            assertThat(result.status()).isEqualTo(ProbeStatus.TIMEOUT);
        }
    }

    @Test
    void keepsTheInterruptOfItsCaller() {
        Thread.currentThread().interrupt();
        prober.probe(() -> MemorySource.remote(Seeds.file("tone.wav")), Expectation.NONE);
        assertThat(Thread.interrupted()).isTrue();
    }

    private ProbeStatus faulty(boolean remote, Fault fault) {
        ProbeResult result = prober.probe(() -> new Faulty(remote, fault), Expectation.NONE);
        assertThat(result.error().orElseThrow()).isNotBlank();
        return result.status();
    }

    private static IOException hang() {
        try {
            Thread.sleep(LIMIT.toMillis());
        } catch (InterruptedException e) {
            return new ClosedByInterruptException();
        }
        return new IOException("slept");
    }

    private static IOException spin() {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return new IOException("spun");
    }

    @FunctionalInterface
    private interface Fault {
        IOException get();
    }

    /** A source whose every read fails. */
    private record Faulty(boolean isRemote, Fault fault) implements ByteSource {

        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public ByteBuffer read(long offset, int length) throws IOException {
            throw fault.get();
        }

        @Override
        public Cost cost() {
            return Cost.NONE;
        }

        @Override
        public void close() {}
    }
}
