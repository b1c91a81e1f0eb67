package io.releasemedia.enrich;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads the due records of a range in the order of their ids, without the local files that turn out to be unchanged. */
public final class DueReader {

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

    /** Begins with a range. */
    public void open(DueRange range) {
        left = range;
        page.clear();
    }

    /** The next record; none if there is none, or if the work is to end. */
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
}
