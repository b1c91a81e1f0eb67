package io.releasemedia.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.api.RunningEndpoint.Answer;
import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.CatalogExport;
import io.releasemedia.export.ExportFormat;
import io.releasemedia.export.ExportSettings;
import io.releasemedia.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every status that the served OpenAPI document describes is given, and is as described. */
class ContractTest {

    private static final String TENANT = "label-a";

    private static TestDatabase database;
    private static RunningEndpoint endpoint;
    private static ContractDocument document;
    private static UUID release;
    private static UUID track;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        endpoint = RunningEndpoint.over(database.dataSource(), Tokens.settings());
        document = new ContractDocument(endpoint.send("GET", "/openapi.yaml").body());
        Catalogue catalogue = new Catalogue(database);
        release = catalogue.release(TENANT);
        track = UUID.randomUUID();
        catalogue.file(
                release,
                track,
                1,
                "2_Demo Workspace/releases/x/Certificate of origin.pdf",
                "{\"duration\": 213.5, \"bitrate\": \"320\", \"sampleRate\": \"44100\", \"channels\": \"2\","
                        + " \"codec\": \"mp3\", \"fileSize\": 1048576, \"mimeType\": \"audio/mpeg\","
                        + " \"processedAt\": \"2026-01-01T00:00:00Z\", \"uploadedAt\": 7, \"x\": {\"y\": [null]}}");
        catalogue.link(release, 2, "link");
    }

    @AfterAll
    static void stop() throws Exception {
        endpoint.close();
        database.close();
    }

    private static String path(String described) {
        return described.replace("{id}", release.toString()).replace("{trackId}", track.toString());
    }

    private static void fits(String described, int status, Answer answer) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(document.problems(described, answer)).isEmpty();
    }

    @Test
    void itDescribesTheTwoPaths() {
        assertThat(document.paths()).containsExactly(MediaController.RELEASE, MediaController.TRACK);
        for (String described : document.paths()) {
            assertThat(document.statuses(described)).containsExactly("200", "304", "401", "404", "500");
        }
    }

    @Test
    void everyAnswerIsAsDescribed() throws Exception {
        for (String described : document.paths()) {
            Answer media = endpoint.get(path(described), Tokens.of(TENANT));
            fits(described, 200, media);
            fits(
                    described,
                    304,
                    endpoint.get(
                            path(described),
                            Tokens.of(TENANT),
                            "If-None-Match",
                            media.header("ETag").orElseThrow()));
            fits(described, 401, endpoint.send("GET", path(described)));
            fits(described, 401, endpoint.get(path(described), "nonsense"));
            fits(described, 404, endpoint.get(path(described), Tokens.of("label-b")));
            fits(described, 404, endpoint.get(path(described).replace(release.toString(), "x"), Tokens.of(TENANT)));
        }
    }

    @Test
    void everyExportedReleaseIsAsDescribedAndWhatIsServed(@TempDir Path out) throws Exception {
        UUID empty = new Catalogue(database).release(TENANT);
        try (CatalogSnapshot snapshot = new MediaStore(database.dataSource()).snapshot()) {
            new CatalogExport(out, ExportSettings.of(ExportFormat.JSON), "1", Clock.systemUTC())
                    .export(ReleaseScope.ALL, snapshot, () -> {});
        }

        for (UUID id : List.of(release, empty)) {
            String file = Files.readString(out.resolve("releases")
                    .resolve(id.toString().substring(0, 2))
                    .resolve(id + ".json"));
            assertThat(document.problems(MediaController.RELEASE, file)).isEmpty();
            assertThat(endpoint.get(Catalogue.path(id), Tokens.of(TENANT)).body())
                    .isEqualTo(file);
        }
    }

    @Test
    void aServerErrorIsAsDescribed() throws Exception {
        database.jdbc().sql("alter table media rename column name to other").update();
        try {
            for (String described : document.paths()) {
                fits(described, 500, endpoint.get(path(described), Tokens.of(TENANT)));
            }
        } finally {
            database.jdbc().sql("alter table media rename column other to name").update();
        }
    }

    @Test
    void whatDoesNotFitIsSeen() throws Exception {
        Answer good = endpoint.get(path(MediaController.RELEASE), Tokens.of(TENANT));
        for (String[] change : new String[][] {
            {"\"bitrate\":\"320\"", "\"bitrate\":320"},
            {"\"success\":true", "\"success\":false"},
            {"\"isLink\":true", "\"isLink\":\"true\""},
            {"\"type\":\"audio\"", "\"type\":\"sound\""},
            {"\"releasePath\":null,", ""},
            {"2026-01-01T00:00:00Z", "yesterday"}
        }) {
            String body = good.body().replace(change[0], change[1]);
            assertThat(body).isNotEqualTo(good.body());
            assertThat(document.problems(MediaController.RELEASE, new Answer(200, body, good.response())))
                    .as(change[1])
                    .isNotEmpty();
        }
    }
}
