package io.releasemedia.probe;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads for work that may not come back: it is handed over, waited for until its time is over, then
 * interrupted and abandoned. Java cannot stop a thread that ignores the interrupt; it ends with the process, and
 * another takes its place until there are {@link #MAX_THREADS}.
 */
final class Workers implements AutoCloseable {

    private static final int MAX_THREADS = 256;
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    Workers() {
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0, MAX_THREADS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "probe-worker-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Does the work on another thread.
     *
     * @throws TimeoutException it is not done yet
     * @throws InterruptedException the calling thread was interrupted; so is the work
     * @throws ExecutionException the work failed
     * @throws java.util.concurrent.RejectedExecutionException every thread is taken by work that did not come back
     */
    <T> T call(Callable<T> work, Duration limit) throws TimeoutException, InterruptedException, ExecutionException {
        Future<T> future = threads.submit(work);
        try {
            return future.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
        } finally {
            // Done work is not touched by this.
            future.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
