package io.releasemedia.export;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Works on some threads while its caller reads on; the results come in the order of the work, within the caller's calls.
 * Only so much work is under way at once, its results included.
 *
 * @param <T> a result
 */
final class Pipeline<T> implements AutoCloseable {

    private static final int THREADS =
            Math.min(4, Math.max(1, Runtime.getRuntime().availableProcessors()));

    /** In bytes of the catalogue: what is made of them takes some times as much. */
    private static final long MOST_UNDER_WAY = 6 << 20;

    /** In bytes of the catalogue: what a thread takes at once, so that it is not woken for every release. */
    private static final long BATCH = 96 << 10;

    private final Taker<T> taker;
    private final Queue<Batch<T>> underWay = new ArrayDeque<>();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private List<Callable<T>> next = new ArrayList<>();
    private long weightOfNext;
    private long weightUnderWay;

    /** Takes a result. */
    @FunctionalInterface
    interface Taker<T> {
        void take(T result) throws IOException;
    }

    private record Batch<T>(Future<List<T>> results, long weight) {}

    Pipeline(Taker<T> taker) {
        this.taker = taker;
    }

    /**
     * Does something some time.
     *
     * @param weight how many bytes of the catalogue it is about
     * @throws IOException earlier work threw it, or its taker
     */
    void submit(long weight, Callable<T> work) throws IOException {
        next.add(work);
        weightOfNext += weight;
        if (weightOfNext >= BATCH) {
            submitNext();
        }
    }

    private void submitNext() throws IOException {
        while (!underWay.isEmpty() && weightUnderWay + weightOfNext > MOST_UNDER_WAY) {
            takeFirst();
        }
        List<Callable<T>> works = next;
        underWay.add(new Batch<>(pool.submit(() -> resultsOf(works)), weightOfNext));
        weightUnderWay += weightOfNext;
        next = new ArrayList<>();
        weightOfNext = 0;
        for (Batch<T> first = underWay.peek(); first != null && first.results.isDone(); first = underWay.peek()) {
            takeFirst();
        }
    }

    private static <T> List<T> resultsOf(List<Callable<T>> works) throws Exception {
        List<T> results = new ArrayList<>(works.size());
        for (Callable<T> work : works) {
            results.add(work.call());
        }
        return results;
    }

    private void takeFirst() throws IOException {
        Batch<T> first = underWay.remove();
        weightUnderWay -= first.weight;
        for (T result : results(first.results)) {
            taker.take(result);
        }
    }

    /** Does what is left to do, and waits for it. */
    void finish() throws IOException {
        submitNext();
        while (!underWay.isEmpty()) {
            takeFirst();
        }
    }

    private static <T> List<T> results(Future<List<T>> batch) throws IOException {
        try {
            return batch.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the export was interrupted", e);
        }
    }

    /** Drops what has not begun, and waits for what has: nothing is done any more afterwards. */
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
