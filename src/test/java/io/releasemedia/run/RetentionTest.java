package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.report.Retention;
import io.releasemedia.testing.MediaServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    @TempDir
    private Path folder;

    @Test
    void oldRunsAndWhatIsKeptOfThemGoAndTheRestStays() throws Exception {
        try (MediaServer server = MediaServer.start();
                Runs runs = Runs.in(folder)) {
            runs.records(20, "acme", server);
            for (int run = 0; run < 3; run++) {
                runs.run(runs.job("job: nightly\nselect: {force: true}\n"));
            }
            runs.run(runs.job("job: other\n"));
            runs.database()
                    .jdbc()
                    .sql("update run set finished_at = now() - interval '100 days' where id in (1, 3, 4)")
                    .update();
            runs.database().jdbc().sql("delete from media where position = 0").update();
            Retention retention = new Retention(runs.database().jdbc());

            assertThat(retention.prune(Duration.ofDays(90)))
                    .containsEntry("run", 1)
                    .containsEntry("batch_job_instance", 1)
                    .containsEntry("enrichment", 2);

            assertThat(runs.count("select count(*) from run")).isEqualTo(3);
            assertThat(runs.count("select count(*) from batch_job_instance")).isEqualTo(3);
            assertThat(runs.count("select count(*) from enrichment")).isEqualTo(18);
            assertThat(retention.prune(Duration.ofDays(90)).values()).containsOnly(0);
            assertThat(runs.run(runs.job("job: nightly\n")).selected())
                    .as("still known")
                    .isZero();
        }
    }
}
