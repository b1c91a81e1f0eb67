package io.releasemedia.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.JobExecutionListener;

/** Knows the execution that is under way. */
final class CurrentExecution implements JobExecutionListener {

    private final AtomicReference<@Nullable JobExecution> current = new AtomicReference<>();

    @Override
    public void beforeJob(JobExecution execution) {
        current.set(execution);
    }

    Optional<JobExecution> get() {
        return Optional.ofNullable(current.get());
    }
}
