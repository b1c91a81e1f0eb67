package io.releasemedia.run;

import io.releasemedia.enrich.Caution;
import io.releasemedia.enrich.WorkListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.context.ConfigurableApplicationContext;

/** What a worker needs to work on partitions of a job's execution, kept for as long as there are any. */
final class WorkerContexts implements AutoCloseable {

    private final DataSource dataSource;
    private final int threads;
    private final WorkListener listener;
    private final Supplier<Caution> caution;
    private final Map<Long, Kept> byExecution = new HashMap<>();
    private boolean ending;

    WorkerContexts(DataSource dataSource, int threads, WorkListener listener, Supplier<Caution> caution) {
        this.dataSource = dataSource;
        this.threads = threads;
        this.listener = listener;
        this.caution = caution;
    }

    /** The context is made by the first who needs it; others wait for that, but nobody else does. */
    private final class Kept {
        private final PartitionBook.Origin origin;
        private final WorkEnd end = new WorkEnd();
        private @Nullable ConfigurableApplicationContext context;
        private int users;

        Kept(PartitionBook.Origin origin) {
            this.origin = origin;
        }

        synchronized ConfigurableApplicationContext context() {
            if (context == null) {
                JobRequest request = new JobRequest(origin.jobSpec(), threads, new Progress(), listener, end, caution);
                context = JobContext.open(EnrichConfiguration.class, dataSource, request);
            }
            return context;
        }

        synchronized void close() {
            if (context != null) {
                context.close();
            }
        }
    }

    /** The use of a context by one partition. */
    final class Use implements AutoCloseable {
        private final Kept kept;

        Use(Kept kept) {
            this.kept = kept;
        }

        JobRepository repository() {
            return kept.context().getBean(JobRepository.class);
        }

        Step step(String name) {
            return kept.context().getBean(name + "Step", Step.class);
        }

        @Override
        public void close() {
            synchronized (WorkerContexts.this) {
                kept.users--;
            }
        }
    }

    /** What is there for the job's execution that a partition is part of. */
    synchronized Use use(PartitionBook.Origin origin) {
        Kept kept = byExecution.computeIfAbsent(origin.jobExecution(), unused -> new Kept(origin));
        if (origin.timeOver()) {
            kept.end.timeIsOver();
        }
        if (ending) {
            kept.end.stop();
        }
        kept.users++;
        return new Use(kept);
    }

    /** The executions of jobs that have a context. */
    synchronized Set<Long> executions() {
        return Set.copyOf(byExecution.keySet());
    }

    synchronized List<Long> runs() {
        return byExecution.values().stream()
                .map(kept -> kept.origin.run())
                .distinct()
                .toList();
    }

    /** The time of these runs is over: no further record is begun, and their partitions are complete as they are. */
    synchronized void timeIsOver(List<Long> runs) {
        byExecution.values().stream()
                .filter(kept -> runs.contains(kept.origin.run()))
                .forEach(kept -> kept.end.timeIsOver());
    }

    /** No further record of this execution is begun. */
    synchronized void stop(long jobExecution) {
        Kept kept = byExecution.get(jobExecution);
        if (kept != null) {
            kept.end.stop();
        }
    }

    /** No further record is begun. */
    synchronized void stop() {
        ending = true;
        byExecution.values().forEach(kept -> kept.end.stop());
    }

    /** Closes the contexts that nobody uses, except of these executions. */
    void closeExcept(List<Long> open) {
        List<Kept> closing = new ArrayList<>();
        synchronized (this) {
            byExecution.entrySet().removeIf(entry -> {
                boolean unused = entry.getValue().users == 0 && !open.contains(entry.getKey());
                if (unused) {
                    closing.add(entry.getValue());
                }
                return unused;
            });
        }
        closing.forEach(Kept::close);
    }

    @Override
    public void close() {
        closeExcept(List.of());
    }
}
