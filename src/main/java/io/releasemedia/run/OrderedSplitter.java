package io.releasemedia.run;

import io.releasemedia.enrich.DueRange;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.step.StepExecution;

/** Begins with the partitions that matter most; Spring Batch's own splitters leave the order to chance. */
record OrderedSplitter(StepExecutionSplitter splitter) implements StepExecutionSplitter {

    private static final Comparator<StepExecution> ORDER = Comparator.comparing(
            step -> DueRange.of(step.getExecutionContext()),
            Comparator.comparing(DueRange::urgency).thenComparing(DueRange::after));

    @Override
    public String getStepName() {
        return splitter.getStepName();
    }

    @Override
    public Set<StepExecution> split(StepExecution step, int gridSize) throws JobExecutionException {
        return splitter.split(step, gridSize).stream()
                .sorted(ORDER)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
