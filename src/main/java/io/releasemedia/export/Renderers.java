package io.releasemedia.export;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Renders releases on some threads while the caller reads the next ones; the results come to the caller's own thread, and
 * only so many releases are under way at once.
 */
final class Renderers implements AutoCloseable {

    private static final int THREADS =
            Math.min(4, Math.max(1, Runtime.getRuntime().availableProcessors()));

    private static final int UNDER_WAY = 16 * THREADS;

    private final Consumer<RenderedFile> taker;
    private final Queue<Future<List<RenderedFile>>> underWay = new ArrayDeque<>();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

    /** Results are given to {@code taker} by {@link #submit} and {@link #finish}. */
    Renderers(Consumer<RenderedFile> taker) {
        this.taker = taker;
    }

    /** Renders a release some time; waits if too many are under way, and throws what an earlier one threw. */
    void submit(Callable<List<RenderedFile>> rendering) throws IOException {
        if (underWay.size() == UNDER_WAY) {
            takeOldest();
        }
        underWay.add(pool.submit(rendering));
    }

    /** Waits for all. */
    void finish() throws IOException {
        while (!underWay.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() throws IOException {
        try {
            underWay.remove().get().forEach(taker);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the export was interrupted", e);
        }
    }

    @Override
    public void close() {
        pool.shutdown();
        underWay.forEach(rendering -> rendering.cancel(false));
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true; // nothing may be staged any more when the staging is dropped
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
