package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged files: whatever they hold, each ends with a status, in time and within its memory. The number of one that
 * does not is in the message; it is the same in every run.
 */
class HostileTest {

    /** Bytes that one probe may allocate. */
    private static final long MEMORY = 64L << 20;

    /** Far more than any of them takes: who is late on a busy machine does not hang. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int LARGEST_SEED = 200_000;
    private static final String[] TYPES = {"audio", "video", "image", "document", "none"};

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    @Timeout(120)
    void answersAboutDamagedFiles() {
        probeMutants(new ArrayList<>(Seeds.all().values()), 4_000, 1);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void answersAboutAHundredThousandDamagedFiles() {
        List<byte[]> seeds = new ArrayList<>(Seeds.all().values());
        seeds.addAll(Corpus.small(LARGEST_SEED));
        probeMutants(seeds, 100_000, 2);
    }

    @Test
    @Timeout(60)
    void answersAboutEveryTruncation() {
        try (Prober prober = new Prober(LIMIT)) {
            Seeds.all().forEach((name, bytes) -> {
                for (int length = 0; length < Math.min(bytes.length, 300); length++) {
                    byte[] cut = Arrays.copyOf(bytes, length);
                    check(prober, cut, false, name + " cut to " + length);
                }
            });
        }
    }

    private void probeMutants(List<byte[]> seeds, int count, long seed) {
        Mutations mutations = new Mutations(seeds, seed);
        try (Prober prober = new Prober(LIMIT)) {
            for (int i = 0; i < count; i++) {
                check(prober, mutations.next(), i % 8 == 0, "mutant " + i + " of seed " + seed);
            }
        }
    }

    private void check(Prober prober, byte[] bytes, boolean remote, String name) {
        Expectation expectation = Expectation.ofType(TYPES[bytes.length % TYPES.length]);
        long before = allocated();
        ProbeResult result =
                prober.probe(() -> remote ? MemorySource.remote(bytes) : MemorySource.local(bytes), expectation);
        long spent = allocated() - before;

        assertThat(result.status()).as(name).isNotNull().isNotEqualTo(ProbeStatus.TIMEOUT);
        assertThat(result.error().orElse("")).as(name).doesNotContain("gave up");
        assertThat(spent).as("%s: bytes allocated", name).isLessThanOrEqualTo(MEMORY);
    }

    /** By this thread and by those that work for it. */
    private long allocated() {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
