package io.releasemedia.run;

import io.releasemedia.catalog.CatalogImport;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunHistory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.annotation.JobScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.JobFlowBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.partition.support.SimpleStepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.PartitionStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one Batch job, {@value #JOB}: import → files and links side by side → export, as far as the specification asks for
 * them. The job file's name and the run are job parameters, so that a run that was cut short is the same job instance.
 */
@Configuration(proxyBeanMethods = false)
@Import(EnrichConfiguration.class)
class JobConfiguration {

    static final String JOB = "release-media";
    static final String RUN = "run";

    private final JobRequest request;
    private final JobSpec spec;
    private final Progress progress;

    JobConfiguration(JobRequest request) {
        this.request = request;
        this.spec = request.spec();
        this.progress = request.progress();
    }

    @Bean
    Job job(
            JobRepository repository,
            CurrentExecution current,
            Step importStep,
            Step filesStep,
            Step linksStep,
            Step exportStep,
            ThreadPoolTaskExecutor sides) {
        List<Flow> flows = new ArrayList<>();
        if (spec.importFrom().isPresent()) {
            flows.add(flow("import", importStep));
        }
        if (spec.enrich()) {
            // Side by side: links wait for others, files for nobody.
            flows.add(
                    spec.links().check()
                            ? new FlowBuilder<Flow>("enrich")
                                    .split(sides)
                                    .add(flow("files", filesStep), flow("links", linksStep))
                                    .build()
                            : flow("enrich", filesStep));
        }
        if (spec.export().isPresent()) {
            flows.add(flow("export", exportStep));
        }
        JobFlowBuilder job = new JobBuilder(JOB, repository).listener(current).start(flows.get(0));
        flows.stream().skip(1).forEach(job::next);
        return job.end().build();
    }

    private static Flow flow(String name, Step step) {
        return new FlowBuilder<Flow>(name).start(step).build();
    }

    /** Works on files and on links; the job does not wait for one of them if the other fails. */
    @Bean
    ThreadPoolTaskExecutor sides() {
        return threads("enrich-", 2);
    }

    @Bean
    CurrentExecution currentExecution() {
        return new CurrentExecution();
    }

    @Bean
    Step importStep(JobRepository repository, PlatformTransactionManager transactions, CatalogImport catalogImport) {
        return new StepBuilder("import", repository)
                .tasklet(new ImportTasklet(catalogImport, spec, progress), transactions)
                .build();
    }

    @Bean
    Step filesStep(
            JobRepository repository,
            Partitioner files,
            Step recordsStep,
            ThreadPoolTaskExecutor partitions,
            PartitionHandler workers) {
        return partitioned("files", repository, files, recordsStep, partitions, workers);
    }

    @Bean
    Step linksStep(JobRepository repository, Partitioner links, Step checksStep, PartitionHandler workers) {
        return partitioned("links", repository, links, checksStep, new SimpleAsyncTaskExecutor("links-"), workers);
    }

    /** Where its partitions are worked on is the only difference between a local and a remote step. */
    private Step partitioned(
            String name,
            JobRepository repository,
            Partitioner partitioner,
            Step step,
            AsyncTaskExecutor threads,
            PartitionHandler workers) {
        PartitionStepBuilder partitioned = new StepBuilder(name, repository)
                .partitioner(step.getName(), partitioner)
                .splitter(
                        new OrderedSplitter(new SimpleStepExecutionSplitter(repository, step.getName(), partitioner)));
        return isRemote()
                ? partitioned.partitionHandler(workers).build()
                : partitioned.step(step).taskExecutor(threads).build();
    }

    private boolean isRemote() {
        return spec.workers().mode() != JobSpec.Mode.LOCAL;
    }

    @Bean
    PartitionHandler workers(
            JobRepository repository,
            PlatformTransactionManager transactions,
            PartitionQueue queue,
            Workforce workforce) {
        return new RemotePartitionHandler(request, repository, new TransactionTemplate(transactions), queue, workforce);
    }

    @Bean
    PartitionQueue partitionQueue(DataSource dataSource) {
        return new PartitionQueue(dataSource, PartitionQueue.version(dataSource));
    }

    @Bean(destroyMethod = "close")
    Workforce workforce(DataSource dataSource, PartitionQueue queue) {
        return new Workforce(dataSource, spec, queue);
    }

    @Bean
    Step exportStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            MediaStore mediaStore,
            RunHistory history,
            Clock clock) {
        return new StepBuilder("export", repository)
                .tasklet(new ExportTasklet(mediaStore, history, spec, progress, clock), transactions)
                .build();
    }

    @Bean
    @JobScope
    DuePlan plan(DueStore store, Workforce workforce, @Value("#{jobParameters['" + RUN + "']}") long run) {
        return new DuePlan(
                store,
                EnrichConfiguration.selection(spec, run),
                spec.execution(),
                isRemote() ? workforce.threads() : spec.execution().threads(),
                isRemote() ? spec.workers().linkSlices() : 1,
                progress);
    }

    @Bean
    Partitioner files(DuePlan plan) {
        return gridSize -> plan.files();
    }

    @Bean
    Partitioner links(DuePlan plan) {
        return gridSize -> plan.links();
    }

    @Bean
    ThreadPoolTaskExecutor partitions() {
        return threads("partition-", spec.execution().threads());
    }

    private static ThreadPoolTaskExecutor threads(String name, int count) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setCorePoolSize(count);
        executor.setThreadNamePrefix(name);
        return executor;
    }

    @Bean
    RunHistory runHistory(JdbcClient jdbc) {
        return new RunHistory(jdbc);
    }

    @Bean
    MediaStore mediaStore(DataSource dataSource) {
        return new MediaStore(dataSource);
    }

    @Bean
    CatalogImport catalogImport(DataSource dataSource) {
        return new CatalogImport(dataSource);
    }
}
