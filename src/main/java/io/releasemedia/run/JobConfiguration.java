package io.releasemedia.run;

import io.releasemedia.catalog.CatalogImport;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.enrich.DueReader;
import io.releasemedia.enrich.DueRecord;
import io.releasemedia.enrich.DueSelection;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.enrich.LedgerStore;
import io.releasemedia.enrich.LedgerWriter;
import io.releasemedia.enrich.LinkReader;
import io.releasemedia.enrich.LinkResults;
import io.releasemedia.enrich.LookResult;
import io.releasemedia.enrich.MediaFiles;
import io.releasemedia.enrich.RecordProcessor;
import io.releasemedia.job.JobSpec;
import io.releasemedia.link.DeadRule;
import io.releasemedia.link.LinkChecker;
import io.releasemedia.link.LinkSettings;
import io.releasemedia.net.WebClient;
import io.releasemedia.probe.Prober;
import io.releasemedia.report.RunHistory;
import io.releasemedia.source.SourceSettings;
import io.releasemedia.source.Sources;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.annotation.JobScope;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.JobFlowBuilder;
import org.springframework.batch.core.job.flow.Flow;
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
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The one Batch job, {@value #JOB}: import → files and links side by side → export, as far as the specification asks for them. The job file's
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

    /** Links given to the checker at once, for each in flight: the hosts of some are waited for without a request. */
    private static final int LINKS_AHEAD = 16;

    private static final String RUN_PARAMETER = "#{jobParameters['" + RUN + "']}";

    private final JobSpec spec;
    private final Progress progress;

    JobConfiguration(JobRequest request) {
        this.spec = request.spec();
        this.progress = request.progress();
    }

    @Bean
    Job job(
            JobRepository repository,
            JobExecutionHolder holder,
            Step importStep,
            Step filesStep,
            Step linksStep,
            Step exportStep) {
        List<Flow> flows = new ArrayList<>();
        if (spec.importFrom().isPresent()) {
            flows.add(flow("import", importStep));
        }
        if (spec.enrich()) {
            // Side by side: links wait for others, files for nobody.
            flows.add(
                    spec.links().check()
                            ? new FlowBuilder<Flow>("enrich")
                                    .split(new SimpleAsyncTaskExecutor("enrich-"))
                                    .add(flow("files", filesStep), flow("links", linksStep))
                                    .build()
                            : flow("enrich", filesStep));
        }
        if (spec.export().isPresent()) {
            flows.add(flow("export", exportStep));
        }
        JobFlowBuilder job = new JobBuilder(JOB, repository).listener(holder).start(flows.get(0));
        flows.stream().skip(1).forEach(job::next);
        return job.end().build();
    }

    private static Flow flow(String name, Step step) {
        return new FlowBuilder<Flow>(name).start(step).build();
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
    Step filesStep(JobRepository repository, Partitioner files, Step recordsStep, ThreadPoolTaskExecutor partitions) {
        return new StepBuilder("files", repository)
                .partitioner("records", files)
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
    Step linksStep(JobRepository repository, Partitioner links, Step checksStep) {
        return new StepBuilder("links", repository)
                .partitioner("checks", links)
                .step(checksStep)
                .taskExecutor(new SimpleAsyncTaskExecutor("links-"))
                .build();
    }

    @Bean
    Step checksStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            ItemStreamReader<LookResult> checks,
            ItemWriter<LookResult> writer,
            JobExecutionHolder holder) {
        return new StepBuilder("checks", repository)
                .<LookResult, LookResult>chunk(spec.execution().chunk())
                .reader(checks)
                .writer(writer)
                .listener(holder)
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
    Partitioner files(DueStore store, @Value(RUN_PARAMETER) long run) {
        return RangePartitioner.forThreads(store, selection(run).ofFiles(), spec.execution(), progress);
    }

    @Bean
    @JobScope
    Partitioner links(DueStore store, @Value(RUN_PARAMETER) long run) {
        // All in one: the limits of a host are kept by the one checker at work.
        return RangePartitioner.single(store, selection(run).ofLinks(), progress);
    }

    @Bean
    @StepScope
    ItemStreamReader<DueRecord> reader(DueStore store, MediaFiles files, @Value(RUN_PARAMETER) long run) {
        return new DueReader(
                store,
                files,
                selection(run).ofFiles(),
                progress,
                spec.execution().chunk());
    }

    @Bean
    @StepScope
    ItemStreamReader<LookResult> checks(
            DueStore store,
            LinkChecker checker,
            LinkResults results,
            JobExecutionHolder holder,
            @Value(RUN_PARAMETER) long run) {
        return new LinkReader(
                store, selection(run), checker, results, spec.links().inFlight() * LINKS_AHEAD, holder::isStopping);
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
    LinkChecker linkChecker() {
        return new LinkChecker(linkSettings(), linkClient());
    }

    /** Links have a client of their own: its connections and patience are not those of files. */
    @Bean
    WebClient linkClient() {
        return WebClient.open(linkSettings().client(spec.allowedAddresses()));
    }

    @Bean
    LinkResults linkResults(LinkChecker checker, Prober prober, MediaFiles files, Clock clock) {
        return new LinkResults(
                checker,
                spec.links().probe() ? Optional.of(new LinkResults.FileProbe(prober, files)) : Optional.empty(),
                spec.links().recheckAfter(),
                new DeadRule(spec.links().deadAfter(), DeadRule.DEFAULT.apart()),
                clock);
    }

    private LinkSettings linkSettings() {
        return LinkSettings.DEFAULT
                .perHost(spec.links().perHost())
                .perHostPerSecond(spec.links().perHostPerSecond())
                .inFlight(spec.links().inFlight())
                .contact(spec.links().contact());
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
