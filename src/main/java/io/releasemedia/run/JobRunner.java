package io.releasemedia.run;

import io.releasemedia.enrich.DueReader;
import io.releasemedia.enrich.DueRecord;
import io.releasemedia.enrich.DueSelection;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.enrich.MediaFiles;
import io.releasemedia.job.JobSpec;
import io.releasemedia.link.LinkChecker;
import io.releasemedia.report.RunHistory;
import io.releasemedia.report.RunState;
import io.releasemedia.report.RunSummary;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobExecutionNotRunningException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Runs a job: lock, recovery of what was cut short, the Batch job, history. */
public final class JobRunner implements AutoCloseable {

    private final JobSpec spec;
    private final ConfigurableApplicationContext context;
    private final DataSource dataSource;

    private JobRunner(JobSpec spec, ConfigurableApplicationContext context, DataSource dataSource) {
        this.spec = spec;
        this.context = context;
        this.dataSource = dataSource;
    }

    /** Prepares a run; the data source stays its opener's to close. */
    public static JobRunner prepare(JobSpec spec, DataSource dataSource, Progress progress) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(JobConfiguration.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .properties("spring.batch.job.enabled=false", "spring.batch.jdbc.initialize-schema=never")
                .initializers(application -> {
                    var beans = application.getBeanFactory();
                    beans.registerSingleton("dataSource", dataSource);
                    beans.registerSingleton("jobRequest", new JobRequest(spec, progress));
                })
                .run();
        return new JobRunner(spec, context, dataSource);
    }

    /** The history that the run writes into. */
    public RunHistory history() {
        return context.getBean(RunHistory.class);
    }

    /**
     * Runs the job, or takes up its last run if that was cut short and asked for the same.
     *
     * @return how it ended: completed or stopped
     * @throws JobLockedException another run of the job is at work
     * @throws RunException it could not go on
     * @throws SQLException the database cannot be used
     */
    public RunSummary run() throws JobLockedException, RunException, SQLException {
        Optional<JobLock> taken = JobLock.tryTake(dataSource, spec.job());
        if (taken.isEmpty()) {
            throw new JobLockedException(history()
                    .running(spec.job())
                    .map(run -> "job " + spec.job() + " is at work already: run " + run.run() + " on " + run.host()
                            + ", process " + run.pid() + ", since " + run.started())
                    .orElse("job " + spec.job() + " is at work already"));
        }
        try (JobLock lock = taken.get()) {
            long run = history().startOrTakeUp(spec.job(), request());
            JobExecution execution = execute(run);
            return finish(run, execution);
        }
    }

    /** Asks the run that is under way to end after its chunks; it can be taken up later. */
    public void stop() {
        JobExecutionHolder holder = context.getBean(JobExecutionHolder.class);
        holder.stop();
        holder.current().ifPresent(execution -> {
            try {
                context.getBean(JobOperator.class).stop(execution);
            } catch (JobExecutionNotRunningException e) {
                // It ended by itself meanwhile.
            }
        });
    }

    /** Shows every record that a run would look at, without looking. */
    public void dryRun(Consumer<DueRecord> consumer) {
        dryRun(selection(spec, -1).ofFiles(), consumer);
        if (spec.links().check()) {
            dryRun(selection(spec, -1).ofLinks(), consumer);
        }
    }

    private void dryRun(DueSelection selection, Consumer<DueRecord> consumer) {
        DueReader reader = new DueReader(
                context.getBean(DueStore.class), context.getBean(MediaFiles.class), selection, count -> {}, 1_000);
        ExecutionContext range = new ExecutionContext();
        range.putLong(DueReader.AFTER, 0);
        range.putLong(DueReader.UP_TO, Long.MAX_VALUE);
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
    }

    static DueSelection selection(JobSpec spec, long run) {
        return new DueSelection(
                spec.select().within(), spec.select().failed(), spec.select().force(), run, false);
    }

    private JobExecution execute(long run) throws RunException {
        JobParameters parameters = new JobParametersBuilder()
                .addString("job", spec.job())
                .addLong(JobConfiguration.RUN, run)
                .toJobParameters();
        JobOperator operator = context.getBean(JobOperator.class);
        JobRepository repository = context.getBean(JobRepository.class);
        @Nullable JobInstance instance = repository.getJobInstance(JobConfiguration.JOB, parameters);
        if (instance != null) {
            // The lock is ours, so an execution that says it is running was killed.
            @Nullable JobExecution last = repository.getLastJobExecution(instance);
            if (last != null && last.getStatus().isRunning()) {
                operator.recover(last);
            }
        }
        try {
            return operator.start(context.getBean(Job.class), parameters);
        } catch (Exception e) {
            history().finish(run, RunState.FAILED, e.getMessage());
            throw new RunException("run " + run + " could not be started: " + e.getMessage(), false, e);
        }
    }

    private RunSummary finish(long run, JobExecution execution) throws RunException {
        if (execution.getStatus() == BatchStatus.COMPLETED || execution.getStatus() == BatchStatus.STOPPED) {
            boolean completed = execution.getStatus() == BatchStatus.COMPLETED;
            history().finish(run, completed ? RunState.COMPLETED : RunState.STOPPED, null);
            return history().find(run).orElseThrow();
        }
        Throwable cause = execution.getAllFailureExceptions().stream()
                .findFirst()
                .map(JobRunner::root)
                .orElseGet(() -> new IllegalStateException("the job ended as " + execution.getExitStatus()));
        boolean badInput = cause instanceof RefusedInputException;
        String message = badInput || cause instanceof java.io.IOException
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        history().finish(run, RunState.FAILED, message);
        throw new RunException(message, badInput, cause);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

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
