package io.releasemedia.run;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/** Puts run, job and partition into the log's lines, and tells apart a partition that is done from one that was ended. */
final class PartitionListener implements StepExecutionListener {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionListener.class);

    private final WorkEnd end;

    PartitionListener(WorkEnd end) {
        this.end = end;
    }

    @Override
    public void beforeStep(StepExecution step) {
        RunLog.at(step.getJobParameters(), step.getStepName());
        LOG.info("begins");
    }

    /** A partition that ended because it was told to is not complete, though its reader has no more. */
    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        LOG.info("ends: {} records read, {} written, {}", step.getReadCount(), step.getWriteCount(), lasted(step));
        RunLog.end();
        if (!end.isStopping() || step.getStatus() == BatchStatus.FAILED) {
            return step.getExitStatus();
        }
        step.setStatus(BatchStatus.STOPPED);
        return ExitStatus.STOPPED;
    }

    private static Duration lasted(StepExecution step) {
        @Nullable LocalDateTime start = step.getStartTime();
        return start == null ? Duration.ZERO : Duration.between(start, LocalDateTime.now(ZoneId.systemDefault()));
    }
}
