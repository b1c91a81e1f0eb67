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
 * not hide the scaling. Runs the same job locally with one process, by that process through the queue, and by 1, 2 and 4
 * worker JVMs, each with the same number of threads; the time is that from the first committed record to the last, so
 * that the start of a process counts for nobody. Arguments: records a run (default 600), threads a process (default 4).
 */
public final class WorkerBenchmark {

    private WorkerBenchmark() {}

    public static void main(String[] args) throws Exception {
        int files = args.length > 0 ? Integer.parseInt(args[0]) : 600;
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        double local = measure("local", files, threads, 0, List.of());
        double remote = measure("1 worker", files, threads, 1, List.of("--workers=only"));
        System.out.printf(Locale.ROOT, "remote needs %.1f %% more time than local%n", 100 * (local / remote - 1));
        for (int workers : List.of(2, 4)) {
            double rate = measure(workers + " workers", files * workers, threads, workers, List.of("--workers=only"));
            System.out.printf(Locale.ROOT, "%.1f %% of linear%n", 100 * rate / (remote * workers));
        }
    }

    private static double measure(String name, int files, int threads, int workers, List<String> options)
            throws Exception {
        Path folder = Files.createTempDirectory("workers");
        try (WorkerScene scene = WorkerScene.create(folder, files, Duration.ofMillis(50))) {
            for (int i = 0; i < workers; i++) {
                scene.worker("w" + i, threads);
                scene.awaitAlive("w" + i);
            }
            String before = scene.jdbc()
                    .sql("select pg_current_wal_lsn()::text")
                    .query(String.class)
                    .single();
            List<String> arguments = new ArrayList<>(options);
            arguments.addAll(List.of(
                    "--set", "execution.threads=" + threads,
                    "--set", "execution.chunk=10",
                    "--set", "execution.partition=" + Math.max(1, files / Math.max(1, workers) / threads / 4)));
            if (scene.end(scene.run(arguments.toArray(String[]::new))) != 0) {
                throw new AssertionError(scene.logs());
            }
            // The first chunk of each thread is there at the start of the time.
            double rate = scene.jdbc()
                    .sql("select (count(*) - :first) / extract(epoch from max(at) - min(at)) from witness")
                    .param("first", 10)
                    .query(Double.class)
                    .single();
            long log = scene.jdbc()
                    .sql("select pg_wal_lsn_diff(pg_current_wal_lsn(), :before::pg_lsn)::bigint / :files")
                    .param("before", before)
                    .param("files", files)
                    .query(Long.class)
                    .single();
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d records, %d threads each: %.1f records/s, %d bytes of write-ahead log a record, load %.1f%n",
                    name,
                    files,
                    threads,
                    rate,
                    log,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            return rate;
        }
    }
}
