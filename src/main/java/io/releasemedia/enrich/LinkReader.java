package io.releasemedia.enrich;

import io.releasemedia.link.LinkChecker;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads the results of link checks in the order in which they end: due links of a range go into the checker as fast as it
 * takes them, so that a slow host delays nobody but itself. There is no position to restart from, because results come in
 * any order; what was committed is not due any more.
 */
public final class LinkReader implements ItemStreamReader<LookResult> {

    private static final int PAGE = 500;
    private static final long PATIENCE_MILLIS = 100;

    private final DueStore store;
    private final DueSelection selection;
    private final LinkChecker checker;
    private final LinkResults results;
    private final int ahead;
    private final BooleanSupplier stopped;
    private final Queue<DueRecord> page = new ArrayDeque<>();
    private final BlockingQueue<CompletableFuture<LookResult>> ended = new LinkedBlockingQueue<>();
    private long reached;
    private long upTo;
    private int underWay;
    private boolean exhausted;

    /**
     * A reader for one partition at a time.
     *
     * @param ahead links that are given to the checker and not yet handed on, at most
     * @param stopped whether the step is to end without waiting for what is under way
     */
    public LinkReader(
            DueStore store,
            DueSelection selection,
            LinkChecker checker,
            LinkResults results,
            int ahead,
            BooleanSupplier stopped) {
        this.store = store;
        this.selection = selection.ofLinks();
        this.checker = checker;
        this.results = results;
        this.ahead = ahead;
        this.stopped = stopped;
    }

    @Override
    public void open(ExecutionContext context) {
        reached = context.getLong(DueReader.AFTER);
        upTo = context.getLong(DueReader.UP_TO);
        page.clear();
        ended.clear();
        underWay = 0;
        exhausted = false;
    }

    @Override
    public @Nullable LookResult read() throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            submit();
            if (underWay == 0) {
                return null;
            }
            CompletableFuture<LookResult> result = ended.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (result != null) {
                underWay--;
                return result.join();
            }
        }
        return null;
    }

    private void submit() {
        while (underWay < ahead && !exhausted) {
            DueRecord record = page.poll();
            if (record == null) {
                page.addAll(store.page(selection, reached, upTo, PAGE));
                exhausted = page.isEmpty();
                continue;
            }
            reached = record.mediaId();
            underWay++;
            CompletableFuture<LookResult> result =
                    checker.submit(record.cloudUrl()).thenApply(verdict -> results.of(record, verdict));
            var unused = result.whenComplete((done, failure) -> ended.add(result));
        }
    }
}
