package io.releasemedia.run;

import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunHistory;
import io.releasemedia.report.RunState;
import io.releasemedia.report.RunSummary;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One attempt at a job's run: it takes the job's lock, starts a run or takes up the one that was cut short, executes the
 * Batch job, and writes into the history how that ended.
 *
 * @param stop asks the execution that is under way to end
 * @param toldToStop whether somebody has asked the run to end
 */
record Attempt(
        JobSpec spec, ApplicationContext context, DataSource dataSource, Runnable stop, BooleanSupplier toldToStop) {

    private static final long LOCK_POLL_MILLIS = 1_000;

    /**
     * Works until the run completes or stops.
     *
     * @param waitForLock whether to wait while another run of the job is at work
     * @throws Outage the database went away, or the connection that holds the lock
     */
    RunSummary make(boolean waitForLock) throws JobLockedException, RunException, SQLException, Outage {
        AtomicBoolean lockLost = new AtomicBoolean();
        try (JobLock lock = lock(waitForLock, lockLost)) {
            context.getBean(Workforce.class).recall(toldToStop);
            long run = startOrTakeUp();
            RunLog.at(run, spec.job());
            JobExecution execution = execute(run);
            // It was stopped for that; how a step takes being stopped depends on where it was.
            if (lockLost.get() && execution.getStatus() != BatchStatus.COMPLETED && !toldToStop.getAsBoolean()) {
                throw new Outage("the connection that holds the job's lock was cut");
            }
            return finish(run, execution);
        } catch (SQLException | DataAccessException | TransactionException e) {
            if (Outage.isCauseOf(e)) {
                throw new Outage(e);
            }
            throw e;
        }
    }

    private RunHistory history() {
        return context.getBean(RunHistory.class);
    }

    private JobLock lock(boolean wait, AtomicBoolean lost) throws JobLockedException, SQLException {
        while (true) {
            Optional<JobLock> taken = JobLock.tryTake(dataSource, spec.job(), () -> {
                lost.set(true);
                stop.run();
            });
            if (taken.isPresent()) {
                return taken.get();
            }
            if (!wait || toldToStop.getAsBoolean()) {
                throw new JobLockedException(history()
                        .running(spec.job())
                        .map(run -> "job " + spec.job() + " is at work already: run " + run.run() + " on " + run.host()
                                + ", process " + run.pid() + ", since " + run.started())
                        .orElse("job " + spec.job() + " is at work already"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOCK_POLL_MILLIS));
        }
    }

    /** The run to work on; one that was killed after its last step is only closed. */
    private long startOrTakeUp() {
        Recovery recovery = new Recovery(context.getBean(JobRepository.class), context.getBean(JobOperator.class));
        while (true) {
            long run = history().startOrTakeUp(spec.job(), request());
            if (recovery.recover(parameters(run)) == Recovery.Found.STARTABLE) {
                return run;
            }
            history().finish(run, RunState.COMPLETED, null);
        }
    }

    private JobParameters parameters(long run) {
        return new JobParametersBuilder()
                .addString("job", spec.job())
                .addLong(JobConfiguration.RUN, run)
                .toJobParameters();
    }

    private JobExecution execute(long run) throws RunException, Outage {
        try {
            return context.getBean(JobOperator.class).start(context.getBean(Job.class), parameters(run));
        } catch (Exception e) {
            if (Outage.isCauseOf(e)) {
                throw new Outage(e);
            }
            history().finish(run, RunState.FAILED, e.getMessage());
            throw new RunException("run " + run + " could not be started: " + e.getMessage(), false, e);
        }
    }

    private RunSummary finish(long run, JobExecution execution) throws RunException, Outage {
        if (execution.getStatus() == BatchStatus.COMPLETED || execution.getStatus() == BatchStatus.STOPPED) {
            boolean completed = execution.getStatus() == BatchStatus.COMPLETED;
            history().finish(run, completed ? RunState.COMPLETED : RunState.STOPPED, null);
            return history().find(run).orElseThrow();
        }
        for (Throwable failure : execution.getAllFailureExceptions()) {
            if (Outage.isCauseOf(failure)) {
                throw new Outage(failure);
            }
        }
        Throwable cause = execution.getAllFailureExceptions().stream()
                .findFirst()
                .map(Outage::root)
                .orElseGet(() -> new IllegalStateException("the job ended as " + execution.getExitStatus()));
        boolean badInput = cause instanceof RefusedInputException;
        String message = badInput || cause instanceof IOException
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        history().finish(run, RunState.FAILED, message);
        throw new RunException(message, badInput, cause);
    }

    /** What is asked for: only a run that asked for the same is taken up. */
    private String request() {
        record Request(String job, JobSpec.Select select, Object export, Object importFrom, boolean enrich) {}
        return new JsonMapper()
                .writeValueAsString(new Request(
                        spec.job(),
                        spec.select(),
                        spec.export()
                                .map(export -> export.out() + " " + export.formats())
                                .orElse(""),
                        spec.importFrom().map(Object::toString).orElse(""),
                        spec.enrich()));
    }
}
