package io.releasemedia.run;

import io.releasemedia.enrich.DueReader;
import io.releasemedia.enrich.DueSelection;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.job.JobSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Divides what is due into ranges of ids. A partition's name says its range: a run that is taken up divides what is left
 * anew, and a name can then not mean another range than before.
 */
final class RangePartitioner implements Partitioner {

    /** Enough for the threads to end at about the same time. */
    private static final int PARTITIONS_PER_THREAD = 4;

    private final DueStore store;
    private final DueSelection selection;
    private final LongUnaryOperator size;
    private final Progress progress;

    private RangePartitioner(DueStore store, DueSelection selection, LongUnaryOperator size, Progress progress) {
        this.store = store;
        this.selection = selection;
        this.size = size;
        this.progress = progress;
    }

    /** Ranges that keep all threads at work to the end. */
    static RangePartitioner forThreads(
            DueStore store, DueSelection selection, JobSpec.Execution execution, Progress progress) {
        return new RangePartitioner(store, selection, total -> fairSize(total, execution), progress);
    }

    /** One range with all in it. */
    static RangePartitioner single(DueStore store, DueSelection selection, Progress progress) {
        return new RangePartitioner(store, selection, total -> total, progress);
    }

    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        long total = store.count(selection);
        progress.enter("enrich");
        progress.expect(total);
        Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
        if (total > 0) {
            for (DueStore.Part part : store.parts(selection, size.applyAsLong(total))) {
                ExecutionContext context = new ExecutionContext();
                context.putLong(DueReader.AFTER, part.after());
                context.putLong(DueReader.UP_TO, part.upTo());
                partitions.put(part.after() + "-" + part.upTo(), context);
            }
        }
        return partitions;
    }

    private static long fairSize(long total, JobSpec.Execution execution) {
        long wanted = (long) execution.threads() * PARTITIONS_PER_THREAD;
        long fair = (total + wanted - 1) / wanted;
        return Math.max(1, Math.min(execution.partition(), Math.max(fair, Math.min(execution.chunk(), 20))));
    }
}
