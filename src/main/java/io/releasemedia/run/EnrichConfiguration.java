package io.releasemedia.run;

import io.releasemedia.enrich.Caution;
import io.releasemedia.enrich.DueReader;
import io.releasemedia.enrich.DueSelection;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.enrich.FileReader;
import io.releasemedia.enrich.LedgerStore;
import io.releasemedia.enrich.LedgerWriter;
import io.releasemedia.enrich.LinkReader;
import io.releasemedia.enrich.LinkResults;
import io.releasemedia.enrich.LookResult;
import io.releasemedia.enrich.MediaFiles;
import io.releasemedia.enrich.RetryPolicy;
import io.releasemedia.enrich.WorkListener;
import io.releasemedia.job.JobSpec;
import io.releasemedia.link.DeadRule;
import io.releasemedia.link.LinkChecker;
import io.releasemedia.link.LinkSettings;
import io.releasemedia.net.WebClient;
import io.releasemedia.probe.child.ChildProbes;
import io.releasemedia.probe.child.InProcessProbes;
import io.releasemedia.probe.child.MediaProbe;
import io.releasemedia.probe.child.ProbeSettings;
import io.releasemedia.source.SourceSettings;
import io.releasemedia.source.Sources;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.batch.core.configuration.annotation.StepScope;
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
import org.springframework.transaction.PlatformTransactionManager;

/** What works on a partition, of files ({@value #RECORDS}) or of links ({@value #CHECKS}), wherever that is. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    BatchAutoConfiguration.class,
    BatchJdbcAutoConfiguration.class
})
class EnrichConfiguration {

    static final String RECORDS = "records";
    static final String CHECKS = "checks";

    /** Links given to the checker at once, for each in flight: the hosts of some are waited for without a request. */
    private static final int LINKS_AHEAD = 16;

    private static final String RUN_PARAMETER = "#{jobParameters['" + JobConfiguration.RUN + "']}";

    private final JobSpec spec;
    private final int threads;
    private final WorkListener listener;
    private final WorkEnd end;
    private final Supplier<Caution> caution;

    EnrichConfiguration(JobRequest request) {
        this.spec = request.spec();
        this.threads = request.threads();
        this.listener = request.listener();
        this.end = request.end();
        this.caution = request.caution();
    }

    @Bean
    Step recordsStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            FileReader records,
            ItemWriter<LookResult> writer) {
        return new StepBuilder(RECORDS, repository)
                .<LookResult, LookResult>chunk(spec.execution().chunk())
                .reader(records)
                .writer(writer)
                .listener(new PartitionListener(end))
                .transactionManager(transactions)
                .build();
    }

    @Bean
    Step checksStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            ItemStreamReader<LookResult> checks,
            ItemWriter<LookResult> writer) {
        return new StepBuilder(CHECKS, repository)
                .<LookResult, LookResult>chunk(spec.execution().chunk())
                .reader(checks)
                .writer(writer)
                .listener(new PartitionListener(end))
                .transactionManager(transactions)
                .build();
    }

    @Bean
    @StepScope
    FileReader records(DueStore store, MediaFiles files, MediaProbe probe, @Value(RUN_PARAMETER) long run) {
        DueReader records = new DueReader(
                store,
                files,
                selection(spec, run),
                end,
                listener,
                spec.execution().chunk());
        return new FileReader(records, files, probe, end, listener, caution.get());
    }

    @Bean
    @StepScope
    ItemStreamReader<LookResult> checks(
            DueStore store, LinkChecker checker, LinkResults results, @Value(RUN_PARAMETER) long run) {
        int ahead = spec.links().inFlight() * LINKS_AHEAD;
        return new LinkReader(store, selection(spec, run), checker, results, ahead, end, caution.get());
    }

    @Bean
    @StepScope
    ItemWriter<LookResult> writer(LedgerStore store, Clock clock, @Value(RUN_PARAMETER) long run) {
        return new LedgerWriter(store, run, clock, listener);
    }

    @Bean
    MediaProbe mediaProbe() {
        ProbeSettings settings = new ProbeSettings(
                spec.allowedAddresses(),
                System.getenv(),
                spec.source().roots(),
                spec.execution().timeLimit());
        return spec.execution().isolation() == JobSpec.Isolation.CHILD
                ? new ChildProbes(settings, threads, spec.execution().childHeapMegabytes())
                : new InProcessProbes(settings);
    }

    @Bean
    Sources sources() {
        return new Sources(SourceSettings.of(spec.allowedAddresses(), System.getenv()));
    }

    @Bean
    MediaFiles mediaFiles(Sources sources) {
        return new MediaFiles(
                sources, spec.source().roots(), spec.source().checkRemoteAfter().isPresent());
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
    LinkResults linkResults(LinkChecker checker, MediaProbe probe, Clock clock) {
        return new LinkResults(
                checker,
                spec.links().probe() ? Optional.of(probe) : Optional.empty(),
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
    DueStore dueStore(JdbcClient jdbc) {
        return new DueStore(jdbc);
    }

    @Bean
    LedgerStore ledgerStore(JdbcTemplate jdbc) {
        JobSpec.Retry retry = spec.retry();
        return new LedgerStore(jdbc, new RetryPolicy(retry.first(), retry.longest(), retry.attempts()));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** What a run of the job looks at. */
    static DueSelection selection(JobSpec spec, long run) {
        return new DueSelection(
                spec.select().within(),
                spec.select().failed(),
                spec.select().force(),
                spec.source().reprobeAfter(),
                spec.source().checkRemoteAfter(),
                run);
    }
}
