package io.releasemedia.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many records a second workers do whose probes wait: each file answers after 50 ms, so that the machine's cores do
 * not hide the scaling. Runs the same job locally with one process, by one worker through the queue, and by 2 and 4
 * worker JVMs, each with the same number of threads and of records.
 *
 * <p>Two rates: of the whole, from the first commit to the last; and the steady one, from the commit at which a tenth of
 * the records were done to that at which four fifths were, when every JVM is warm and every thread has a partition.
 * Processor time is that of the whole run, from its start on, without the start of the workers.
 *
 * <p>Arguments: rounds (default 3), records a process (default 3000), threads a process (default 4). Or
 * {@code partitions} and their number (default 10000): what a run of so many partitions of one record costs beside its
 * work.
 */
public final class WorkerBenchmark {

    private static final Duration LATENCY = Duration.ofMillis(50);

    /** Some seconds each: small beside a run, so that its end is even, and still no waste of the queue. */
    private static final int PARTITION = 50;

    private static final int CHUNK = 25;

    private final int records;
    private final int threads;

    private WorkerBenchmark(int records, int threads) {
        this.records = records;
        this.threads = threads;
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("partitions")) {
            new WorkerBenchmark(args.length > 1 ? Integer.parseInt(args[1]) : 10_000, 4).partitions();
            return;
        }
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        WorkerBenchmark benchmark = new WorkerBenchmark(
                args.length > 1 ? Integer.parseInt(args[1]) : 3_000, args.length > 2 ? Integer.parseInt(args[2]) : 4);
        List<Rates> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            all.add(benchmark.round());
        }
        System.out.printf(Locale.ROOT, "medians of %d rounds:%n", rounds);
        print("one worker's time over a local run's, whole", all, rates -> rates.local.whole / rates.one.whole);
        print("one worker's time over a local run's, steady", all, rates -> rates.local.steady / rates.one.steady);
        print("2 workers of linear, whole", all, rates -> rates.two.whole / rates.one.whole / 2);
        print("2 workers of linear, steady", all, rates -> rates.two.steady / rates.one.steady / 2);
        print("4 workers of linear, whole", all, rates -> rates.four.whole / rates.one.whole / 4);
        print("4 workers of linear, steady", all, rates -> rates.four.steady / rates.one.steady / 4);
    }

    private static void print(String what, List<Rates> all, java.util.function.ToDoubleFunction<Rates> ratio) {
        double[] sorted = all.stream().mapToDouble(ratio).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "  %s: %.1f %% (%.1f to %.1f)%n",
                what,
                100 * sorted[sorted.length / 2],
                100 * sorted[0],
                100 * sorted[sorted.length - 1]);
    }

    private record Rate(double whole, double steady) {}

    private record Rates(Rate local, Rate one, Rate two, Rate four) {}

    /** A partition a record, whose files answer at once. */
    private void partitions() throws Exception {
        Path folder = Files.createTempDirectory("workers");
        try (WorkerScene scene = WorkerScene.create(folder, records, Duration.ZERO)) {
            Process worker = scene.worker("w", threads);
            scene.awaitAlive("w");
            ProcessorTime time = ProcessorTime.start(scene, List.of(worker));
            Process manager = scene.run("--workers=only", "--set", "execution.partition=1");
            time.ofManager(manager);
            if (scene.end(manager) != 0) {
                throw new AssertionError(scene.logs());
            }
            String spent = time.perRecord(records);
            long start = System.nanoTime();
            int polls = 20;
            for (int i = 0; i < polls; i++) {
                scene.number("select count(*) filter (where ended_at is null) from remote_partition"
                        + " where manager_step_id = (select max(manager_step_id) from remote_partition)");
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, a look at all of them %.1f ms, processor time a partition: %s, load %.1f%n",
                    scene.text("""
                            select count(*) || ' partitions: planned after ' || round(extract(epoch from min(begun_at) - min(r.started_at)), 1)
                                   || ' s, done in ' || round(extract(epoch from max(p.ended_at) - min(begun_at)), 1)
                                   || ' s, over ' || round(extract(epoch from max(r.finished_at) - max(p.ended_at)), 1) || ' s after the last'
                            from remote_partition p join run r on r.id = p.run_id
                            """),
                    (System.nanoTime() - start) / 1e6 / polls,
                    spent,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
    }

    private Rates round() throws Exception {
        return new Rates(measure(0), measure(1), measure(2), measure(4));
    }

    private Rate measure(int workers) throws Exception {
        int files = records * Math.max(1, workers);
        Path folder = Files.createTempDirectory("workers");
        try (WorkerScene scene = WorkerScene.create(folder, files, LATENCY)) {
            List<Process> started = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                started.add(scene.worker("w" + i, threads));
            }
            for (int i = 0; i < workers; i++) {
                scene.awaitAlive("w" + i);
            }
            String before = scene.text("select pg_current_wal_lsn()::text");
            List<String> arguments = new ArrayList<>(workers == 0 ? List.of() : List.of("--workers=only"));
            arguments.addAll(List.of(
                    "--set", "execution.threads=" + threads,
                    "--set", "execution.chunk=" + CHUNK,
                    "--set", "execution.partition=" + PARTITION));
            ProcessorTime time = ProcessorTime.start(scene, started);
            Process manager = scene.run(arguments.toArray(String[]::new));
            time.ofManager(manager);
            if (scene.end(manager) != 0) {
                throw new AssertionError(scene.logs());
            }
            String spent = time.perRecord(files);
            Rate rate = new Rate(rate(scene, 0, 1), rate(scene, 0.1, 0.8));
            System.out.printf(
                    Locale.ROOT,
                    "%d workers, %d records, %d threads each: %.1f records/s, steady %.1f, processor time a record: %s,"
                            + " %s bytes of write-ahead log a record, load %.1f%n",
                    workers,
                    files,
                    threads,
                    rate.whole,
                    rate.steady,
                    spent,
                    scene.text("select (pg_wal_lsn_diff(pg_current_wal_lsn(), '" + before + "') / " + files
                            + ")::bigint::text"),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            return rate;
        }
    }

    /** Records a second between two parts of the run; the first commit's are there at the start of the time. */
    private static double rate(WorkerScene scene, double from, double to) {
        return scene.jdbc()
                .sql("""
                        with counted as (select at, row_number() over (order by at) as n, count(*) over () as records from witness),
                        ends as (select min(at) as began, max(at) as ended from counted
                                 where n > records * :from and n <= records * :to)
                        select (count(*) filter (where at > began)) / extract(epoch from max(ended) - max(began))
                        from counted, ends where at <= ended
                        """)
                .param("from", from)
                .param("to", to)
                .query(Double.class)
                .single();
    }
}
