package io.releasemedia.enrich;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads the due records of one partition in the order of their ids. Its range and how far it came are kept in the step's
 * {@link ExecutionContext}, so that a partition is taken up where its last chunk was committed.
 */
public class DueReader implements ItemStreamReader<DueRecord> {

    /** First id of the range, exclusive. */
    public static final String AFTER = "after";
    /** Last id of the range, inclusive. */
    public static final String UP_TO = "upTo";

    private static final String REACHED = "reached";

    private final DueStore store;
    private final MediaFiles files;
    private final DueSelection selection;
    private final WorkListener listener;
    private final int pageSize;
    private final Queue<DueRecord> page = new ArrayDeque<>();
    private long reached;
    private long upTo;

    /** A reader for one partition at a time. */
    public DueReader(DueStore store, MediaFiles files, DueSelection selection, WorkListener listener, int pageSize) {
        this.store = store;
        this.files = files;
        this.selection = selection;
        this.listener = listener;
        this.pageSize = pageSize;
    }

    @Override
    public void open(ExecutionContext context) {
        reached = context.getLong(REACHED, context.getLong(AFTER));
        upTo = context.getLong(UP_TO);
        page.clear();
    }

    @Override
    public @Nullable DueRecord read() {
        while (true) {
            DueRecord record = page.poll();
            if (record == null) {
                page.addAll(store.page(selection, reached, upTo, pageSize));
                record = page.poll();
            }
            if (record == null) {
                return null;
            }
            reached = record.mediaId();
            if (record.reason() == DueReason.FILE_CHANGED
                    && files.fingerprint(record.cloudUrl()).equals(record.knownFingerprint())) {
                listener.looked(1);
                continue;
            }
            return record;
        }
    }

    @Override
    public void update(ExecutionContext context) {
        context.putLong(REACHED, reached);
    }
}
