package io.releasemedia.run;

import io.releasemedia.catalog.CatalogImport;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.enrich.DueReader;
import io.releasemedia.enrich.DueRecord;
import io.releasemedia.enrich.DueSelection;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.enrich.LedgerStore;
import io.releasemedia.enrich.LedgerWriter;
import io.releasemedia.enrich.LookResult;
import io.releasemedia.enrich.MediaFiles;
import io.releasemedia.enrich.RecordProcessor;
import io.releasemedia.job.JobSpec;
import io.releasemedia.probe.Prober;
import io.releasemedia.report.RunHistory;
import io.releasemedia.source.SourceSettings;
import io.releasemedia.source.Sources;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.annotation.JobScope;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.autoconfigure.BatchAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The one Batch job, {@value #JOB}: import → enrich → export, as far as the specification asks for them. The job file's
 * name and the run are job parameters, so that a run that was cut short is the same job instance.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    BatchAutoConfiguration.class,
    BatchJdbcAutoConfiguration.class
})
class JobConfiguration {

    static final String JOB = "release-media";
    static final String RUN = "run";

    private static final String RUN_PARAMETER = "#{jobParameters['" + RUN + "']}";

    private final JobSpec spec;
    private final Progress progress;

    JobConfiguration(JobRequest request) {
        this.spec = request.spec();
        this.progress = request.progress();
    }

    @Bean
    Job job(JobRepository repository, JobExecutionHolder holder, Step importStep, Step enrichStep, Step exportStep) {
        List<Step> steps = new ArrayList<>();
        if (spec.importFrom().isPresent()) {
            steps.add(importStep);
        }
        if (spec.enrich()) {
            steps.add(enrichStep);
        }
        if (spec.export().isPresent()) {
            steps.add(exportStep);
        }
        SimpleJobBuilder job = new JobBuilder(JOB, repository).listener(holder).start(steps.get(0));
        steps.stream().skip(1).forEach(job::next);
        return job.build();
    }

    @Bean
    JobExecutionHolder jobExecutionHolder() {
        return new JobExecutionHolder();
    }

    @Bean
    Step importStep(JobRepository repository, PlatformTransactionManager transactions, CatalogImport catalogImport) {
        return new StepBuilder("import", repository)
                .tasklet(new ImportTasklet(catalogImport, spec, progress), transactions)
                .build();
    }

    @Bean
    Step enrichStep(
            JobRepository repository, Partitioner partitioner, Step recordsStep, ThreadPoolTaskExecutor partitions) {
        return new StepBuilder("enrich", repository)
                .partitioner("records", partitioner)
                .step(recordsStep)
                .taskExecutor(partitions)
                .build();
    }

    @Bean
    Step recordsStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            ItemStreamReader<DueRecord> reader,
            RecordProcessor processor,
            ItemWriter<LookResult> writer) {
        return new StepBuilder("records", repository)
                .<DueRecord, LookResult>chunk(spec.execution().chunk())
                .reader(reader)
                .processor(processor)
                .writer(writer)
                .transactionManager(transactions)
                .build();
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
    Partitioner partitioner(DueStore store, @Value(RUN_PARAMETER) long run) {
        return new RangePartitioner(store, selection(run), spec.execution(), progress);
    }

    @Bean
    @StepScope
    ItemStreamReader<DueRecord> reader(DueStore store, MediaFiles files, @Value(RUN_PARAMETER) long run) {
        return new DueReader(
                store, files, selection(run), progress, spec.execution().chunk());
    }

    @Bean
    @StepScope
    ItemWriter<LookResult> writer(LedgerStore store, Clock clock, @Value(RUN_PARAMETER) long run) {
        return new LedgerWriter(store, run, clock, progress);
    }

    @Bean
    RecordProcessor processor(Prober prober, MediaFiles files) {
        return new RecordProcessor(prober, files);
    }

    @Bean
    ThreadPoolTaskExecutor partitions() {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setCorePoolSize(spec.execution().threads());
        executor.setThreadNamePrefix("partition-");
        return executor;
    }

    @Bean
    Prober prober() {
        return new Prober(spec.execution().timeLimit());
    }

    @Bean
    Sources sources() {
        return new Sources(SourceSettings.of(spec.allowedAddresses(), System.getenv()));
    }

    @Bean
    MediaFiles mediaFiles(Sources sources) {
        return new MediaFiles(sources, spec.source().roots());
    }

    @Bean
    DueStore dueStore(JdbcClient jdbc) {
        return new DueStore(jdbc);
    }

    @Bean
    LedgerStore ledgerStore(JdbcTemplate jdbc) {
        return new LedgerStore(jdbc);
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

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    private DueSelection selection(long run) {
        return JobRunner.selection(spec, run);
    }
}
