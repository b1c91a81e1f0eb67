package io.releasemedia.run;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.CatalogExport;
import io.releasemedia.export.ExportFormat;
import io.releasemedia.export.ExportReport;
import io.releasemedia.export.ExportSettings;
import io.releasemedia.export.ExportSettings.Compression;
import io.releasemedia.export.ExportSettings.Layout;
import io.releasemedia.export.ExportSettings.SignedUrls;
import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunHistory;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Exports the releases of the run's selection. */
final class ExportTasklet implements Tasklet {

    private final MediaStore store;
    private final RunHistory history;
    private final JobSpec spec;
    private final Progress progress;
    private final Clock clock;

    ExportTasklet(MediaStore store, RunHistory history, JobSpec spec, Progress progress, Clock clock) {
        this.store = store;
        this.history = history;
        this.spec = spec;
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws IOException {
        long run = Objects.requireNonNull(
                contribution.getStepExecution().getJobParameters().getLong(JobConfiguration.RUN));
        JobSpec.Export export = spec.export().orElseThrow();
        ReleaseScope scope = ReleaseScope.of(spec.select().within());
        progress.enter("export");
        ExportReport report;
        try (CatalogSnapshot snapshot = store.snapshot()) {
            report = new CatalogExport(export.out(), settings(export), Long.toString(run), clock)
                    .export(scope, snapshot, () -> progress.looked(1));
        }
        history.exported(run, report.releases());
        return RepeatStatus.FINISHED;
    }

    private static ExportSettings settings(JobSpec.Export export) {
        return new ExportSettings(
                export.formats().stream()
                        .flatMap(key -> ExportFormat.ofKey(key).stream())
                        .toList(),
                ExportSettings.choice(Layout.class, export.layout()).orElseThrow(),
                export.spreadsheetSafe(),
                ExportSettings.choice(SignedUrls.class, export.signedUrls()).orElseThrow(),
                ExportSettings.choice(Compression.class, export.compression()).orElseThrow());
    }
}
