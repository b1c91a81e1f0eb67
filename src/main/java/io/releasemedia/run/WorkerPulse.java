package io.releasemedia.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker does every second beside its work: it shows that it is alive, writes down how far it came, keeps its
 * leases, and looks whether partitions were closed or a run's time is over.
 */
final class WorkerPulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPulse.class);

    /** Beats between two looks at what seldom changes. */
    private static final int SELDOM = 10;

    /** A worker whose leases ended twice is not merely slow. */
    private static final int SILENT_LEASES = 2;

    private final long worker;
    private final Duration lease;
    private final WorkerStore workers;
    private final PartitionBook book;
    private final WorkerContexts contexts;
    private final Map<Long, Lease> leases = new ConcurrentHashMap<>();
    private final Queue<Long> givenBack = new ConcurrentLinkedQueue<>();
    private final AtomicLong partitions = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "worker-pulse");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long lastBeat = System.nanoTime();
    private long beats;
    private final LongAdder records = new LongAdder();
    private List<String> others = List.of();

    WorkerPulse(long worker, Duration lease, WorkerStore workers, PartitionBook book, WorkerContexts contexts) {
        this.worker = worker;
        this.lease = lease;
        this.workers = workers;
        this.book = book;
        this.contexts = contexts;
        var unused = timer.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
    }

    /** The worker's number. */
    long worker() {
        return worker;
    }

    void begins(Lease held) {
        leases.put(held.step(), held);
    }

    void ends(Lease held) {
        leases.remove(held.step(), held);
    }

    void looked(long more) {
        records.add(more);
    }

    void countPartition() {
        partitions.incrementAndGet();
    }

    /** The worker leaves a partition that it began to others. */
    void givesBack(long step) {
        givenBack.add(step);
    }

    int busy() {
        return leases.size();
    }

    long partitions() {
        return partitions.get();
    }

    /** Whether it reached the database lately. */
    boolean isRegular() {
        return System.nanoTime() - lastBeat < lease.toNanos();
    }

    /** The steps of all partitions end after their chunks. */
    void stopAll() {
        leases.values().forEach(Lease::stop);
    }

    private void beat() {
        try {
            leases.values().forEach(Lease::keep);
            write();
            watch();
            if (beats++ % SELDOM == 0) {
                look();
            }
            lastBeat = System.nanoTime();
        } catch (RuntimeException e) {
            LOG.warn("the database does not answer: {}", Outage.root(e).toString());
        }
    }

    private void write() {
        List<Long> back = new ArrayList<>();
        while (!givenBack.isEmpty()) {
            back.add(givenBack.remove());
        }
        if (!back.isEmpty()) {
            try {
                book.gaveBack(back);
            } catch (RuntimeException e) {
                givenBack.addAll(back);
                throw e;
            }
        }
        for (Lease held : leases.values()) {
            long looked = held.takeLooked();
            if (looked > 0) {
                book.looked(held.step(), looked);
            }
        }
        workers.seen(worker, leases.size(), partitions.get(), records.sum());
    }

    private void watch() {
        if (!leases.isEmpty()) {
            for (long step : book.closed(leases.keySet())) {
                Lease held = leases.get(step);
                if (held != null) {
                    held.stop();
                    held.execution().ifPresent(work -> contexts.stop(work.getJobExecutionId()));
                }
            }
        }
        List<Long> runs = contexts.runs();
        if (!runs.isEmpty()) {
            contexts.timeIsOver(book.timeOver(runs));
        }
    }

    private void look() {
        int ended = workers.endSilent(lease.multipliedBy(SILENT_LEASES));
        if (ended > 0) {
            LOG.warn("ended {} sessions of workers that fell silent", ended);
        }
        contexts.closeExcept(book.open(contexts.executions()));
        List<String> now = book.ofOtherVersions();
        if (!now.equals(others) && !now.isEmpty()) {
            LOG.warn(
                    "partitions wait for workers of another version than this one's, which is {}: {}",
                    book.version(),
                    String.join("; ", now));
        }
        others = now;
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            if (timer.awaitTermination(lease.toMillis(), TimeUnit.MILLISECONDS)) {
                write();
            }
            workers.ended(worker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("the database does not answer", e);
        }
    }
}
