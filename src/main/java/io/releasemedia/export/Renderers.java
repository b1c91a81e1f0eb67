package io.releasemedia.export;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Renders releases on some threads while the caller reads the next ones; only so many media are under way at once. */
final class Renderers implements AutoCloseable {

    private static final int THREADS =
            Math.min(4, Math.max(1, Runtime.getRuntime().availableProcessors()));

    /** Some 10 MB, as media are usually. */
    private static final int MEDIA_UNDER_WAY = 4_096;

    private final Semaphore media = new Semaphore(MEDIA_UNDER_WAY);
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

    /** Renders something of so many media some time; waits while too many are under way. */
    <T> Future<T> submit(int weight, Callable<T> rendering) throws IOException {
        int permits = Math.min(MEDIA_UNDER_WAY, Math.max(1, weight));
        try {
            media.acquire(permits);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return pool.submit(() -> {
            try {
                return rendering.call();
            } finally {
                media.release(permits);
            }
        });
    }

    /** What a rendering led to; throws what it threw. */
    static <T> T result(Future<T> rendering) throws IOException {
        try {
            return rendering.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("the export was interrupted", e);
    }

    /** Drops what has not begun, and waits for what has: nothing is staged any more afterwards. */
    @Override
    public void close() {
        pool.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
