package io.releasemedia.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The processor time that a run of a scene costs its manager, its workers, PostgreSQL, and the files' server. Linux only. */
final class ProcessorTime {

    private static final long TICKS_A_SECOND = 100;
    private static final long EVERY_MILLIS = 50;

    private final List<Process> workers;
    private final long postmaster;
    private final Thread sampler = new Thread(this::sample, "processor-time");
    private final double workersBefore;
    private final double databaseBefore;
    private final double serverBefore;
    private volatile @Nullable Process manager;
    private volatile double managers;

    private ProcessorTime(List<Process> workers, long postmaster) {
        this.workers = workers;
        this.postmaster = postmaster;
        this.workersBefore = ofWorkers();
        this.databaseBefore = ofDatabase();
        this.serverBefore = ofThisProcess();
    }

    static ProcessorTime start(WorkerScene scene, List<Process> workers) throws IOException {
        Path folder = Path.of(scene.text("show data_directory"));
        return new ProcessorTime(
                workers,
                Long.parseLong(
                        Files.readAllLines(folder.resolve("postmaster.pid")).get(0)));
    }

    /** A process's time cannot be asked for once it has ended. */
    void ofManager(Process process) {
        manager = process;
        sampler.start();
    }

    /** In milliseconds a record, now that the run is over. */
    String perRecord(int records) throws InterruptedException {
        sampler.join();
        return String.format(
                Locale.ROOT,
                "manager %.2f ms, workers %.2f ms, PostgreSQL %.2f ms, files' server %.2f ms",
                1_000 * managers / records,
                1_000 * (ofWorkers() - workersBefore) / records,
                1_000 * (ofDatabase() - databaseBefore) / records,
                1_000 * (ofThisProcess() - serverBefore) / records);
    }

    private void sample() {
        Process process = manager;
        while (process != null && process.isAlive()) {
            managers = Math.max(managers, seconds(process));
            try {
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private double ofWorkers() {
        return workers.stream().mapToDouble(ProcessorTime::seconds).sum();
    }

    private static double seconds(Process process) {
        return seconds(process.toHandle());
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1_000.0;
    }

    private static double ofThisProcess() {
        return seconds(ProcessHandle.current());
    }

    /** The server's processes: those that live, and those that ended. */
    private double ofDatabase() {
        try {
            String[] fields = Files.readString(Path.of("/proc/" + postmaster + "/stat"))
                    .replaceFirst(".*\\) ", "")
                    .split(" ", -1);
            // proc(5): cutime and cstime, counted from the state on
            double ended = (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / (double) TICKS_A_SECOND;
            return ended
                    + ProcessHandle.of(postmaster).map(ProcessorTime::seconds).orElse(0.0)
                    + ProcessHandle.of(postmaster).stream()
                            .flatMap(ProcessHandle::children)
                            .mapToDouble(ProcessorTime::seconds)
                            .sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
