package io.releasemedia.run;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Makes a job instance that was cut short startable again. The caller holds the job's lock, so nobody is at work on it,
 * whatever the repository says.
 */
record Recovery(JobRepository repository, JobOperator operator) {

    /** What became of a job instance so far. */
    enum Found {
        /** It was cut short, or never started: it may be started now. */
        STARTABLE,
        /** All its work is done, and only the run's own row does not say so. */
        COMPLETE
    }

    Found recover(JobParameters parameters) {
        @Nullable JobInstance instance = repository.getJobInstance(JobConfiguration.JOB, parameters);
        @Nullable JobExecution last = instance == null ? null : repository.getLastJobExecution(instance);
        if (last == null) {
            return Found.STARTABLE;
        }
        if (last.getStatus() == BatchStatus.COMPLETED) {
            return Found.COMPLETE;
        }
        if (last.getStatus().isRunning()) {
            operator.recover(last);
        }
        // A database that went away did not take the state that they ended with, and Spring Batch would refuse them.
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        for (StepExecution step : last.getStepExecutions()) {
            if (step.getStatus() == BatchStatus.UNKNOWN || step.getStatus().isRunning()) {
                step.setStatus(BatchStatus.FAILED);
                step.setEndTime(now);
                repository.update(step);
            }
        }
        if (last.getStatus() == BatchStatus.UNKNOWN) {
            last.setStatus(BatchStatus.FAILED);
            last.setEndTime(now);
            repository.update(last);
        }
        return Found.STARTABLE;
    }
}
