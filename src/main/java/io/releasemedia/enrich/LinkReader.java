package io.releasemedia.enrich;

import io.releasemedia.link.LinkChecker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    private final Finish finish;
    private final Caution caution;
    private final Deque<DueRecord> page = new ArrayDeque<>();
    private final BlockingQueue<CompletableFuture<LookResult>> ended = new LinkedBlockingQueue<>();
    private final Deque<DueRange> left = new ArrayDeque<>();
    private DueRange range = DueRange.all(true, Urgency.OTHER);
    private int underWay;

    /**
     * A reader for one partition at a time.
     *
     * @param ahead links that are given to the checker and not yet handed on, at most
     * @param finish when the step is to end without waiting for what is under way
     */
    public LinkReader(
            DueStore store,
            DueSelection selection,
            LinkChecker checker,
            LinkResults results,
            int ahead,
            Finish finish,
            Caution caution) {
        this.store = store;
        this.selection = selection;
        this.checker = checker;
        this.results = results;
        this.ahead = caution.isNeeded() ? 1 : ahead;
        this.finish = finish;
        this.caution = caution;
    }

    @Override
    public void open(ExecutionContext context) {
        range = DueRange.of(context);
        left.clear();
        left.add(range.with(Urgency.FRESH));
        left.add(range.with(Urgency.OTHER));
        page.clear();
        ended.clear();
        underWay = 0;
    }

    @Override
    public @Nullable LookResult read() throws InterruptedException {
        while (!finish.reached()) {
            submit();
            if (underWay == 0) {
                return null;
            }
            CompletableFuture<LookResult> result = ended.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (result != null) {
                underWay--;
                LookResult look = result.join();
                caution.ended(look.record().mediaId());
                return look;
            }
        }
        return null;
    }

    private void submit() {
        while (underWay < ahead) {
            DueRecord record = page.poll();
            if (record == null) {
                if (!turnPage()) {
                    return;
                }
                continue;
            }
            if (!range.owns(record.cloudUrl())) {
                continue;
            }
            underWay++;
            CompletableFuture<LookResult> result = caution.begins(record.mediaId())
                    ? checker.submit(record.cloudUrl()).thenCompose(verdict -> results.of(record, verdict))
                    : CompletableFuture.completedFuture(results.fatal(record));
            var unused = result.whenComplete((done, failure) -> ended.add(result));
        }
    }

    /** Fetches more records; whether there are any left. */
    private boolean turnPage() {
        while (!left.isEmpty()) {
            DueRange rest = left.remove();
            page.addAll(store.page(selection, rest, PAGE));
            if (!page.isEmpty()) {
                left.addFirst(rest.from(page.getLast().mediaId()));
                return true;
            }
        }
        return false;
    }
}
