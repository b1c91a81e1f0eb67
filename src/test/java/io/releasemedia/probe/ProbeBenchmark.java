package io.releasemedia.probe;

import com.sun.management.OperatingSystemMXBean;
import io.releasemedia.source.Budget;
import io.releasemedia.source.LocalFile;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioFileIO;

/**
 * Files a second, warm, of the prober and of jaudiotagger's {@code AudioFileIO.read}, over the corpus' audio files in
 * one JVM; rounds of both alternate, so that a busy machine slows both.
 *
 * <p>Arguments: the corpus folder, and the number of measured rounds (15).
 */
public final class ProbeBenchmark {

    private static final int WARM_UP = 20;

    /** Times that a round goes over the files: threads live as long as in a run, not for milliseconds. */
    private static final int LAPS = 10;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    // Held here, or the setting would be lost with the logger.
    private static final Logger JAUDIOTAGGER = Logger.getLogger("org.jaudiotagger");

    private interface Work {
        void on(Path file) throws Exception;
    }

    private ProbeBenchmark() {}

    public static void main(String[] args) throws InterruptedException {
        JAUDIOTAGGER.setLevel(Level.OFF);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        List<Path> files = Corpus.load(Path.of(args[0])).files().stream()
                .filter(item -> item.kind().equals("audio"))
                .map(Corpus.Item::path)
                .toList();
        try (Prober prober = new Prober(Duration.ofSeconds(20))) {
            Work own =
                    file -> prober.probe(() -> LocalFile.open(file, Budget.LOCAL), Expectation.ofName(file.toString()));
            Work jaudiotagger = file -> AudioFileIO.read(new File(file.toString()));
            System.out.printf("%d audio files, medians of %d rounds, files/s%n", files.size(), rounds);
            for (int threads = 1; threads <= 2; threads++) {
                double[] ours = new double[rounds];
                double[] theirs = new double[rounds];
                long processor = 0;
                for (int round = -WARM_UP; round < rounds; round++) {
                    long before = SYSTEM.getProcessCpuTime();
                    double a = filesPerSecond(own, files, threads);
                    processor += round < 0 ? 0 : SYSTEM.getProcessCpuTime() - before;
                    double b = filesPerSecond(jaudiotagger, files, threads);
                    if (round >= 0) {
                        ours[round] = a;
                        theirs[round] = b;
                    }
                }
                Arrays.sort(ours);
                Arrays.sort(theirs);
                System.out.printf(
                        "%d thread%s: release-media %,.0f (%.1f µs of processor time a file), jaudiotagger %,.0f, ratio %.1f%n",
                        threads,
                        threads == 1 ? "" : "s",
                        ours[rounds / 2],
                        processor / 1e3 / rounds / LAPS / files.size(),
                        theirs[rounds / 2],
                        ours[rounds / 2] / theirs[rounds / 2]);
            }
        }
    }

    private static double filesPerSecond(Work work, List<Path> files, int threads) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        int all = LAPS * files.size();
        CountDownLatch done = new CountDownLatch(threads);
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                        for (int at = next.getAndIncrement(); at < all; at = next.getAndIncrement()) {
                            doQuietly(work, files.get(at % files.size()));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        return all / ((System.nanoTime() - start) / 1e9);
    }

    /** jaudiotagger rejects a quarter of the files; that is part of its speed. */
    private static void doQuietly(Work work, Path file) {
        try {
            work.on(file);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            // Counted as read.
        }
    }
}
