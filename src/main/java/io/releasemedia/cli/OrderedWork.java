package io.releasemedia.cli;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;

/** Works on many inputs at once and hands the results over in the inputs' order, in bounded memory. */
final class OrderedWork {

    private static final int AHEAD_PER_THREAD = 64;

    private OrderedWork() {}

    /**
     * Works on all.
     *
     * @param consumer takes an output, and answers false to end
     */
    static <I, O> void each(Iterator<I> inputs, int threads, Function<I, O> work, Predicate<O> consumer)
            throws InterruptedException {
        if (threads == 1) {
            boolean more = true;
            while (more && inputs.hasNext()) {
                more = consumer.test(work.apply(inputs.next()));
            }
            return;
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            Queue<Future<O>> pending = new ArrayDeque<>();
            boolean more = true;
            while (more && (inputs.hasNext() || !pending.isEmpty())) {
                while (inputs.hasNext() && pending.size() < threads * AHEAD_PER_THREAD) {
                    I input = inputs.next();
                    pending.add(executor.submit(() -> work.apply(input)));
                }
                more = consumer.test(pending.remove().get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
