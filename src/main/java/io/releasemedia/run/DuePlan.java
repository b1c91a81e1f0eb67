package io.releasemedia.run;

import io.releasemedia.enrich.DueRange;
import io.releasemedia.enrich.DueSelection;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.enrich.Urgency;
import io.releasemedia.job.JobSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Divides what is due into ranges. A partition's name says its range: a run that is taken up divides what is left anew,
 * and a name can then not mean another range than before.
 */
class DuePlan {

    /** Enough for the threads to end at about the same time. */
    private static final int PARTITIONS_PER_THREAD = 4;

    /** Smaller ones are not worth a partition. */
    private static final int SMALLEST = 20;

    private final DueStore store;
    private final DueSelection selection;
    private final JobSpec.Execution execution;
    private final int threads;
    private final int linkSlices;
    private final Progress progress;
    private @Nullable List<DueStore.Count> counts;

    /**
     * A plan for one execution of the job.
     *
     * @param threads that will work on files
     * @param linkSlices partitions of links; a host is in one of them, because its limits are kept by whoever works on it
     */
    DuePlan(
            DueStore store,
            DueSelection selection,
            JobSpec.Execution execution,
            int threads,
            int linkSlices,
            Progress progress) {
        this.store = store;
        this.selection = selection;
        this.execution = execution;
        this.threads = threads;
        this.linkSlices = linkSlices;
        this.progress = progress;
    }

    /** Ranges of files that keep all threads at work to the end, what is fresh first. */
    Map<String, ExecutionContext> files() {
        Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
        for (Urgency urgency : Urgency.values()) {
            long records = count(false, urgency);
            if (records > 0) {
                store.parts(selection, DueRange.all(false, urgency), fairSize(records))
                        .forEach(range -> partitions.put(range.name(), range.context()));
            }
            expect(records);
        }
        return partitions;
    }

    /** The links, divided by their hosts. */
    Map<String, ExecutionContext> links() {
        Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
        long records = count(true, Urgency.FRESH) + count(true, Urgency.OTHER);
        for (int slice = 0; records > 0 && slice < linkSlices; slice++) {
            DueRange range = new DueRange(true, Urgency.FRESH, 0, Long.MAX_VALUE, slice, linkSlices);
            partitions.put(range.name(), range.context());
        }
        expect(records);
        return partitions;
    }

    private void expect(long records) {
        progress.enter(Progress.ENRICH);
        progress.expect(records);
    }

    /** Files and links are planned side by side, and one query counts both. */
    private synchronized long count(boolean links, Urgency urgency) {
        if (counts == null) {
            counts = store.counts(selection);
        }
        return counts.stream()
                .filter(count -> count.links() == links && count.urgency() == urgency)
                .mapToLong(DueStore.Count::records)
                .sum();
    }

    private long fairSize(long records) {
        long wanted = (long) threads * PARTITIONS_PER_THREAD;
        long fair = (records + wanted - 1) / wanted;
        return Math.max(1, Math.min(execution.partition(), Math.max(fair, Math.min(execution.chunk(), SMALLEST))));
    }
}
