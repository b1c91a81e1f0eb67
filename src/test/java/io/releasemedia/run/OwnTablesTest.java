package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.job.JobFile;
import io.releasemedia.report.RunSummary;
import io.releasemedia.testing.MediaServer;
import io.releasemedia.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A platform that has tables of its own shows them as views. */
class OwnTablesTest {

    private static final String TABLES = """
            create schema platform;
            create table platform.albums (album_key uuid primary key, label text not null, title text,
                created timestamptz not null default now(), changed timestamptz not null default now());
            create table platform.assets (asset_no bigint primary key, album uuid not null, ord int not null,
                storage_key text not null, url text not null, kind text not null, file_name text not null,
                submitted boolean not null, info jsonb not null default '{}',
                created timestamptz not null default now(), changed timestamptz not null default now());
            create schema release_media;
            create view release_media.release as
                select album_key as id, label as tenant_id, title, null::text as status, created as created_at,
                       changed as updated_at
                from platform.albums;
            """;

    private static final String MEDIA = """
            create view release_media.media as
                select asset_no as id, album as release_id, null::uuid as track_id, ord as position,
                       storage_key as cloud_id, url as cloud_url, kind as type, file_name as name,
                       submitted as is_link, null::text as release_path, %s
                       created as created_at, changed as updated_at
                from platform.assets;
            """;

    @TempDir
    private Path folder;

    @Test
    void theyAreReadWrittenBackAndExported() throws Exception {
        try (MediaServer server = MediaServer.start();
                TestDatabase database = TestDatabase.createAfter(TABLES + MEDIA.formatted("info as metadata,"))) {
            JdbcClient jdbc = database.jdbc();
            jdbc.sql("insert into platform.albums values ('0bbb3a1c-0f8e-5e70-b2c2-709225ecc301', 'acme', 'Blue')")
                    .update();
            jdbc.sql("insert into platform.assets select 1000 * g, '0bbb3a1c-0f8e-5e70-b2c2-709225ecc301', g, 'k' || g,"
                            + " :url || g, 'audio', 'n' || g, false, '{\"uploadedBy\": \"somebody\"}'"
                            + " from generate_series(1, 25) g")
                    .param("url", server.url(""))
                    .update();

            RunSummary summary = run(database);

            assertThat(summary.enriched()).isEqualTo(25);
            assertThat(jdbc.sql("select count(*) from platform.assets where info ->> 'codec' = 'pcm_u8'"
                                    + " and info ->> 'uploadedBy' = 'somebody' and changed > created")
                            .query(Long.class)
                            .single())
                    .isEqualTo(25);
            assertThat(folder.resolve("out/releases/0b/0bbb3a1c-0f8e-5e70-b2c2-709225ecc301.json"))
                    .content()
                    .contains("\"uploadedBy\"", "\"k25\"");
            assertThat(run(database).selected()).as("nothing is due any more").isZero();
        }
    }

    @Test
    void aColumnThatIsMissingIsNamedAndNothingIsTouched() {
        assertThatThrownBy(() -> TestDatabase.createAfter(TABLES + MEDIA.formatted("")))
                .hasMessage("release_media.media lacks 1 of 13 columns: metadata");
    }

    @Test
    void aColumnOfAnotherTypeIsNamedAndNothingIsTouched() {
        assertThatThrownBy(() -> TestDatabase.createAfter(TABLES + MEDIA.formatted("info::text as metadata,")))
                .hasMessage("release_media.media.metadata is text, expected jsonb");
    }

    private RunSummary run(TestDatabase database) throws Exception {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, "job: own\nnet: {allow: [127.0.0.1]}\nexport: {out: out, formats: [json]}\n");
        return Runs.run(JobFile.read(file, List.of(), Set.of("json", "csv")), database.dataSource());
    }
}
