package io.releasemedia.probe.child;

import io.releasemedia.probe.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Files a second, warm, of probing in this process and in child processes, over the files below a folder; rounds of
 * both alternate, so that a busy machine slows both. Also what it takes to start children.
 *
 * <p>Arguments: the folder, the number of measured rounds (15), files in one call (200).
 */
public final class ChildBenchmark {

    private static final int WARM_UP = 30;
    private static final int FILES_A_ROUND = 4000;
    private static final int STARTS = 5;
    private static final int HEAP_MEGABYTES = 256;

    private ChildBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path root = Path.of(args[0]).toAbsolutePath();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        int batch = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        ProbeSettings settings = new ProbeSettings(List.of(), Map.of(), List.of(root), Duration.ofSeconds(20));
        List<ProbeRequest> files = files(root);
        System.out.printf("%,d files, rounds of %,d, %d in a call, medians%n", files.size(), FILES_A_ROUND, batch);
        start(settings, files.get(0));
        for (int threads = 1; threads <= 2; threads++) {
            try (MediaProbe here = new InProcessProbes(settings);
                    MediaProbe children = new ChildProbes(settings, threads, HEAP_MEGABYTES)) {
                Meter inProcess = new Meter(here, files, batch, threads);
                Meter inChildren = new Meter(children, files, batch, threads);
                for (int round = -WARM_UP; round < rounds; round++) {
                    inProcess.round(round >= 0);
                    inChildren.round(round >= 0);
                }
                System.out.printf("%d thread%s%n", threads, threads == 1 ? "" : "s");
                System.out.println("  in process   " + inProcess);
                System.out.println("  in children  " + inChildren);
            }
        }
    }

    /** Measures one of the two. */
    private static final class Meter {
        private final MediaProbe probe;
        private final List<ProbeRequest> files;
        private final int batch;
        private final int threads;
        private final List<Double> rates = new ArrayList<>();
        private Duration cpu = Duration.ZERO;

        Meter(MediaProbe probe, List<ProbeRequest> files, int batch, int threads) {
            this.probe = probe;
            this.files = files;
            this.batch = batch;
            this.threads = threads;
        }

        void round(boolean counts) throws InterruptedException {
            Duration before = cpuTime();
            double rate = filesPerSecond(probe, files, batch, threads);
            if (counts) {
                rates.add(rate);
                cpu = cpu.plus(cpuTime()).minus(before);
            }
        }

        @Override
        public String toString() {
            double micros = cpu.toNanos() / 1e3 / rates.size() / FILES_A_ROUND;
            return String.format(Locale.ROOT, "%,.0f files/s, %.1f µs of CPU a file", median(rates), micros);
        }
    }

    /** Of this process and its children; it does not depend on what else the machine does, as time does. */
    private static Duration cpuTime() {
        return Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().children())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static List<ProbeRequest> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> new ProbeRequest(file.toUri().toString(), Expectation.ofName(file.toString())))
                    .toList();
        }
    }

    private static void start(ProbeSettings settings, ProbeRequest request) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            long before = System.nanoTime();
            try (MediaProbe children = new ChildProbes(settings, 1, HEAP_MEGABYTES)) {
                children.probe(request);
                seconds.add((System.nanoTime() - before) / 1e9);
            }
        }
        System.out.printf("start of a child to its first answer: %.2f s%n", median(seconds));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double filesPerSecond(MediaProbe probe, List<ProbeRequest> files, int batch, int threads)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                        for (int at = next.getAndAdd(batch); at < FILES_A_ROUND; at = next.getAndAdd(batch)) {
                            probe.probe(slice(files, at, batch));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        return FILES_A_ROUND / ((System.nanoTime() - start) / 1e9);
    }

    private static List<ProbeRequest> slice(List<ProbeRequest> files, int from, int count) {
        List<ProbeRequest> slice = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            slice.add(files.get(i % files.size()));
        }
        return slice;
    }
}
