package io.releasemedia.run;

import io.releasemedia.enrich.Caution;
import io.releasemedia.enrich.DueRange;
import io.releasemedia.enrich.DueReader;
import io.releasemedia.enrich.DueRecord;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.enrich.MediaFiles;
import io.releasemedia.enrich.Urgency;
import io.releasemedia.enrich.WorkListener;
import io.releasemedia.job.JobSpec;
import io.releasemedia.link.LinkChecker;
import io.releasemedia.report.RunHistory;
import io.releasemedia.report.RunSummary;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.launch.JobExecutionNotRunningException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.TransactionException;

/** Runs a job, as often as the database goes away meanwhile and comes back; stops it; shows what it would do. */
public final class JobRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /** A database that goes away more often in one run does not come back for good. */
    private static final int OUTAGES = 10;

    private static final long POLL_MILLIS = 50;

    private final JobSpec spec;
    private final ConfigurableApplicationContext context;
    private final DataSource dataSource;
    private final Progress progress;
    private final JobMetrics metrics;
    private final WorkEnd end;
    private volatile boolean toldToStop;

    private JobRunner(
            JobSpec spec,
            ConfigurableApplicationContext context,
            DataSource dataSource,
            Progress progress,
            JobMetrics metrics,
            WorkEnd end) {
        this.spec = spec;
        this.context = context;
        this.dataSource = dataSource;
        this.progress = progress;
        this.metrics = metrics;
        this.end = end;
    }

    /**
     * Prepares a run; the data source stays its opener's to close.
     *
     * @throws IOException the job's metrics cannot be shown where it wants them
     */
    public static JobRunner prepare(JobSpec spec, DataSource dataSource, Progress progress) throws IOException {
        WorkEnd end = new WorkEnd();
        FailFastDataSource failFast = new FailFastDataSource(dataSource);
        JobMetrics metrics = JobMetrics.open(spec);
        ConfigurableApplicationContext context = JobContext.open(
                JobConfiguration.class,
                failFast,
                new JobRequest(
                        spec,
                        spec.execution().threads(),
                        progress,
                        progress.and(metrics.listener()),
                        end,
                        () -> Caution.NONE));
        return new JobRunner(spec, context, dataSource, progress, metrics, end);
    }

    /** The history that the run writes into. */
    public RunHistory history() {
        return context.getBean(RunHistory.class);
    }

    /**
     * Runs the job, or takes up its last run if that was cut short and asked for the same. A database that goes away
     * meanwhile is waited for.
     *
     * @param waitForLock whether to wait while another run of the job is at work
     * @return how it ended: completed or stopped
     * @throws JobLockedException another run of the job is at work
     * @throws RunException it could not go on
     * @throws SQLException the database cannot be used
     */
    public RunSummary run(boolean waitForLock) throws JobLockedException, RunException, SQLException {
        end.allow(spec.execution().timeBudget());
        Attempt attempt = new Attempt(spec, context, dataSource, this::stopExecution, () -> toldToStop);
        for (int outages = 0; ; outages++) {
            try {
                progress.begin();
                RunSummary summary = attempt.make(waitForLock || outages > 0);
                metrics.ended(summary);
                return summary;
            } catch (Outage outage) {
                awaitEnd();
                Duration patience = spec.execution().databasePatience();
                LOG.warn("{}; waiting up to {} s for it", outage.sentence(), patience.toSeconds());
                if (outages == OUTAGES || !Outage.survived(dataSource, patience, () -> toldToStop)) {
                    throw new RunException(outage.sentence(), false, outage);
                }
                LOG.warn("the database is back; the run goes on");
                context.getBean(FailFastDataSource.class).back();
                if (!toldToStop) {
                    end.resume();
                }
            }
        }
    }

    /** One side of the job may go on for a moment after the other failed. */
    private void awaitEnd() {
        end.stop();
        ThreadPoolTaskExecutor sides = context.getBean("sides", ThreadPoolTaskExecutor.class);
        while (sides.getActiveCount() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
    }

    /** Asks the run that is under way to end after its chunks; it can be taken up later. */
    public void stop() {
        toldToStop = true;
        stopExecution();
    }

    private void stopExecution() {
        end.stop();
        context.getBean(CurrentExecution.class).get().ifPresent(execution -> {
            try {
                context.getBean(JobOperator.class).stop(execution);
            } catch (JobExecutionNotRunningException e) {
                // It ended by itself meanwhile.
            } catch (DataAccessException | TransactionException e) {
                LOG.debug("the database does not take the request to stop", e);
            }
        });
    }

    /** Whether the run left records for the next because its time was over. */
    public boolean isTimeOver() {
        return end.isTimeOver();
    }

    /** Shows every record that a run would look at, what is fresh first, without looking. */
    public void dryRun(Consumer<DueRecord> consumer) {
        DueReader reader = new DueReader(
                context.getBean(DueStore.class),
                context.getBean(MediaFiles.class),
                EnrichConfiguration.selection(spec, -1),
                () -> false,
                WorkListener.NONE,
                1_000);
        for (Urgency urgency : Urgency.values()) {
            show(reader, DueRange.all(false, urgency), consumer);
            if (spec.links().check()) {
                show(reader, DueRange.all(true, urgency), consumer);
            }
        }
    }

    private static void show(DueReader reader, DueRange range, Consumer<DueRecord> consumer) {
        reader.open(range);
        @Nullable DueRecord record;
        while ((record = reader.read()) != null) {
            consumer.accept(record);
        }
    }

    /** Whether links failed and no host at all answered: then it is rather the own network that is down. */
    public boolean nothingAnswered() {
        return spec.links().check() && context.getBean(LinkChecker.class).nothingAnswers();
    }

    @Override
    public void close() {
        context.close();
        metrics.close();
    }
}
