package io.releasemedia.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/** Knows the execution that is under way and whether it is to stop. */
final class JobExecutionHolder implements JobExecutionListener, StepExecutionListener {

    private final AtomicReference<@Nullable JobExecution> current = new AtomicReference<>();

    private volatile boolean stopping;

    @Override
    public void beforeJob(JobExecution execution) {
        current.set(execution);
    }

    /** A step that ended because it was told to is not complete, though its reader has no more. */
    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        if (!stopping) {
            return step.getExitStatus();
        }
        step.setStatus(BatchStatus.STOPPED);
        return ExitStatus.STOPPED;
    }

    /** From now on the steps end as soon as they can. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    Optional<JobExecution> current() {
        return Optional.ofNullable(current.get());
    }
}
