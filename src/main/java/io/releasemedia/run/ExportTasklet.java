package io.releasemedia.run;

import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.Selection;
import io.releasemedia.export.CatalogExport;
import io.releasemedia.export.ExportFormat;
import io.releasemedia.export.ExportReport;
import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunHistory;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
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
        List<ExportFormat> formats = export.formats().stream()
                .flatMap(key -> ExportFormat.ofKey(key).stream())
                .toList();
        Selection selection = spec.select().within();
        progress.enter("export");
        ExportReport report = new CatalogExport(export.out(), formats, Long.toString(run), clock)
                .export(
                        selection,
                        sink -> store.forEachRelease(selection, release -> {
                            sink.accept(release);
                            progress.looked(1);
                        }));
        history.exported(run, report.releases());
        return RepeatStatus.FINISHED;
    }
}
