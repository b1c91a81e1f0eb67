package io.releasemedia.run;

import io.releasemedia.catalog.CatalogImport;
import io.releasemedia.job.JobSpec;
import java.io.IOException;
import java.sql.SQLException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Imports what the job file names; a file with a bad record ends the run before anything else is touched. */
final class ImportTasklet implements Tasklet {

    private static final String TENANT = "default";

    private final CatalogImport catalogImport;
    private final JobSpec spec;
    private final Progress progress;

    ImportTasklet(CatalogImport catalogImport, JobSpec spec, Progress progress) {
        this.catalogImport = catalogImport;
        this.spec = spec;
        this.progress = progress;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context)
            throws IOException, SQLException, RefusedInputException {
        progress.enter("import");
        CatalogImport.Outcome outcome =
                catalogImport.importPath(spec.importFrom().orElseThrow(), TENANT);
        if (!outcome.problems().isEmpty()) {
            throw new RefusedInputException(outcome.problems());
        }
        progress.looked(outcome.counts().records());
        return RepeatStatus.FINISHED;
    }
}
