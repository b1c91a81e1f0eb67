package io.releasemedia.enrich;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads the due records of one partition in the order of their ids. How far it came is kept in the step's {@link
 * ExecutionContext} beside the partition's range, so that a partition is taken up where its last chunk was committed.
 */
public class DueReader implements ItemStreamReader<DueRecord> {

    private static final String REACHED = "reached";

    private final DueStore store;
    private final MediaFiles files;
    private final DueSelection selection;
    private final Finish finish;
    private final WorkListener listener;
    private final int pageSize;
    private final Queue<DueRecord> page = new ArrayDeque<>();
    private DueRange left = DueRange.all(false, Urgency.OTHER);

    /** A reader for one partition at a time. */
    public DueReader(
            DueStore store,
            MediaFiles files,
            DueSelection selection,
            Finish finish,
            WorkListener listener,
            int pageSize) {
        this.store = store;
        this.files = files;
        this.selection = selection;
        this.finish = finish;
        this.listener = listener;
        this.pageSize = pageSize;
    }

    @Override
    public void open(ExecutionContext context) {
        DueRange range = DueRange.of(context);
        open(range.from(context.getLong(REACHED, range.after())));
    }

    /** Begins with a range. */
    public void open(DueRange range) {
        left = range;
        page.clear();
    }

    @Override
    public @Nullable DueRecord read() {
        while (!finish.reached()) {
            DueRecord record = page.poll();
            if (record == null) {
                page.addAll(store.page(selection, left, pageSize));
                record = page.poll();
            }
            if (record == null) {
                return null;
            }
            left = left.from(record.mediaId());
            if (record.reason() == DueReason.FILE_CHANGED
                    && files.fingerprint(record.cloudUrl()).equals(record.knownFingerprint())) {
                listener.looked(1);
                continue;
            }
            return record;
        }
        return null;
    }

    @Override
    public void update(ExecutionContext context) {
        // Once work is to end, records that were read may be left unprocessed.
        if (!finish.reached()) {
            context.putLong(REACHED, left.after());
        }
    }
}
