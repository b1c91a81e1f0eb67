package io.releasemedia.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.releasemedia.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogImportTest {

    private static final String RELEASE = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";
    private static final String OTHER = "1bbb3a1c-0f8e-5e70-b2c2-709225ecc301";

    private static TestDatabase database;

    @BeforeAll
    static void create() throws IOException, SQLException {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() throws IOException, SQLException {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbc().sql("truncate release, media, enrichment").update();
    }

    @Test
    void importsReleasesAndMediaInTheOrderOfTheFile() throws Exception {
        ImportCounts counts = importText(
                "{\"tenantId\":\"acme\",\"releaseId\":\"" + RELEASE + "\",\"title\":\"Blue\",\"status\":\"draft\"}",
                "",
                media("b", "{\"uploadedAt\":\"2024-01-01T00:00:00Z\"}")
                        .replace("{\"rel", "{\"tenantId\":\"acme\",\"rel"),
                media("a", "{}").replace("{\"rel", "{\"tenantId\":\"acme\",\"rel"));

        assertThat(counts).isEqualTo(new ImportCounts(2, 1, 2));
        assertThat(releases()).singleElement().satisfies(release -> {
            assertThat(release.tenantId()).isEqualTo("acme");
            assertThat(release.media()).extracting(Media::cloudId).containsExactly("b", "a");
        });
    }

    @Test
    void importingAgainChangesNothing() throws Exception {
        importText(media("a", "{\"k\":1.10}"), media("b", "{}"));
        List<String> before = rows();

        ImportCounts again = importText(media("a", "{\"k\":1.10}"), media("b", "{}"));

        assertThat(again).isEqualTo(new ImportCounts(2, 0, 0));
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void importingAgainUpdatesButKeepsUnmentionedKeysAndWhatEnrichmentEstablished() throws Exception {
        importText(media("a", "{\"duration\":0,\"own\":1}"));
        database.jdbc()
                .sql(
                        "update media set metadata = metadata || '{\"duration\": 3.5, \"processedAt\": \"x\", \"late\": 1}'")
                .update();
        database.jdbc()
                .sql(
                        "insert into enrichment (media_id, source_hash, media_updated_at, fingerprint, status, reason, outcome,"
                                + " facts, engine, attempts, looked_at, next_due_at, last_run_id) select id, source_hash(cloud_id, cloud_url), updated_at, '', 'ok', null,"
                                + " 'enriched', '{\"duration\": 3.5}', '{}', 0, now(), null, 1 from media")
                .update();

        importText(media("a", "{\"duration\":0,\"processedAt\":\"y\",\"own\":2}"));

        assertThat(releases().get(0).media().get(0).metadata().text())
                .contains("\"duration\":3.5", "\"processedAt\":\"x\"", "\"late\":1", "\"own\":2");
    }

    @Test
    void theSameCloudIdMayStandInTwoReleases() throws Exception {
        importText(media("a", "{}"), media("a", "{}").replace(RELEASE, OTHER));

        assertThat(releases()).hasSize(2).allSatisfy(release -> assertThat(release.media())
                .hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"releaseId\":\"x\"}|releaseId must be a uuid, not \"x\"",
                "{\"tenantId\":\"t\"}|releaseId is missing",
                "[]|a record must be a JSON object, not array",
                "{|no JSON object",
                "{\"a\":1,\"a\":2}|no JSON object: Duplicate Object property \"a\"",
                "{\"releaseId\":\"ID\",\"artist\":\"x\"}|unknown key \"artist\", known are cloudId, cloudUrl",
                "{\"releaseId\":\"ID\",\"name\":\"x\"}|cloudId is missing (name is there)",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"song\",\"name\":\"n\"}"
                        + "|type must be one of audio, video, image, document, not \"song\"",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\"}|name is missing",
                "{\"releaseId\":\"ID\",\"cloudId\":\"\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":\"n\"}"
                        + "|cloudId must not be empty",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":7}"
                        + "|name must be a string",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":\"n\","
                        + "\"isLink\":\"no\"}|isLink must be true or false",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":\"n\","
                        + "\"metadata\":[]}|metadata must be a JSON object, not array",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":\"n\","
                        + "\"metadata\":{\"k\":[\"\\u0000\"]}}|metadata.k contains the character NUL",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":\"\\ud800\"}"
                        + "|name contains half a surrogate pair",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":\"n\","
                        + "\"metadata\":{\"k\":[1e140000]}}|metadata.k is a number of more digits than can be stored",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":\"n\","
                        + "\"metadata\":{\"k\":1e2147483647}}|metadata.k is a number of more digits than can be stored",
                "{\"releaseId\":\"ID\",\"cloudId\":\"c\",\"cloudUrl\":\"u\",\"type\":\"audio\",\"name\":\"n\","
                        + "\"metadata\":{\"k\":1e-16384}}|metadata.k is a number of more digits than can be stored",
                "{\"releaseId\":\"ID\",\"status\":\"new\"}|status must be one of approved, draft, rejected, submitted",
                "{\"tenantId\":\"other\",\"releaseId\":\"ID\"}|belongs to tenant \"default\" in an earlier record"
            })
    void aBadLineIsNamedAndNothingIsImported(String line, String problem) {
        assertThatThrownBy(() -> importText(media("a", "{}"), line.replace("ID", RELEASE), media("b", "{}")))
                .isInstanceOfSatisfying(ImportException.class, refused -> assertThat(refused.problems())
                        .satisfiesExactly(
                                first -> assertThat(first)
                                        .startsWith("test.ndjson:2: ")
                                        .contains(problem),
                                last -> assertThat(last).isEqualTo("test.ndjson: nothing of it was imported")));
        assertThat(releases()).isEmpty();
    }

    @Test
    void aCloudIdThatNoIndexHoldsIsRefused() throws Exception {
        String longest = new Random(1)
                .ints(2_600, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(importText(media(longest, "{}")).media()).isEqualTo(1);

        assertThatThrownBy(() -> importText(media(longest + "x", "{}")))
                .hasMessageContaining("test.ndjson:1: cloudId has 2601 bytes, at most 2600 can be stored");
    }

    @Test
    void metadataIsNestedNoDeeperThanTheEndpointsShapeCanBeReadBack(@TempDir Path folder) throws Exception {
        importText(media("a", "{\"k\":" + "[".repeat(499) + "]".repeat(499) + "}"));
        byte[] shown = ReleaseJson.render(releases().get(0).media());
        empty();

        CatalogImport.Outcome back = new CatalogImport(database.dataSource())
                .importPath(Files.write(folder.resolve(RELEASE + ".json"), shown), "default");

        assertThat(back.problems()).isEmpty();
        assertThat(ReleaseJson.render(releases().get(0).media())).isEqualTo(shown);
        assertThatThrownBy(() -> importText(media("b", "{\"k\":" + "[".repeat(500) + "]".repeat(500) + "}")))
                .hasMessageContaining("test.ndjson:1: metadata is nested more than 500 deep");
    }

    @Test
    void aCloudIdThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> importText(media("a", "{}"), media("a", "{\"x\":1}")))
                .hasMessageContaining("test.ndjson:2: release " + RELEASE + " has this cloudId already in record 1");
        assertThat(releases()).isEmpty();
    }

    @Test
    void aReleaseOfAnotherTenantIsRefused() throws Exception {
        importText(media("a", "{}"));

        assertThatThrownBy(() ->
                        importText("{\"tenantId\":\"thief\",\"releaseId\":\"" + RELEASE + "\",\"title\":\"mine\"}"))
                .hasMessageContaining("belongs to tenant \"default\" in the catalogue, not to \"thief\"");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] bytes = (media("a", "{}") + "\n\"\u00e9\"\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> new CatalogImport(database.dataSource())
                        .importLines(new ByteArrayInputStream(bytes), "test.ndjson", "default"))
                .hasMessageContaining("not UTF-8");
        assertThat(releases()).isEmpty();
    }

    @Test
    void manyProblemsAreCountedNotListed() {
        String[] lines = new String[120];
        java.util.Arrays.fill(lines, "{}");

        assertThatThrownBy(() -> importText(lines))
                .isInstanceOfSatisfying(ImportException.class, refused -> assertThat(refused.problems())
                        .hasSize(52)
                        .contains("test.ndjson: 70 more problems are not listed"));
    }

    @Test
    void theBundlesOfAnExportAreImportedInPlaceOfItsFiles(@TempDir Path folder) throws Exception {
        Path export = folder.resolve("tenants/acme");
        Path bundle = Files.createDirectories(export.resolve("bundle"));
        try (OutputStream media = new GZIPOutputStream(Files.newOutputStream(bundle.resolve("media.ndjson.gz")));
                OutputStream releases =
                        new GZIPOutputStream(Files.newOutputStream(bundle.resolve("releases.ndjson.gz")))) {
            media.write(
                    (media("a", "{}").replace("{\"rel", "{\"tenantId\":\"acme\",\"trackId\":\"" + OTHER + "\",\"rel")
                                    + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            for (String id : List.of(RELEASE, OTHER)) {
                releases.write(
                        ("{\"releaseId\":\"" + id + "\",\"tenantId\":\"acme\",\"title\":\"T\",\"status\":null}\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.createDirectories(export.resolve("releases/0b"));
        Files.writeString(export.resolve("releases/0b/" + RELEASE + ".json"), "not read");

        CatalogImport.Outcome outcome = new CatalogImport(database.dataSource()).importPath(folder, "none");

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.files()).isEqualTo(2);
        assertThat(releases())
                .hasSize(2)
                .allSatisfy(release -> assertThat(release.title()).contains("T"))
                .allSatisfy(release -> assertThat(release.tenantId()).isEqualTo("acme"));
        assertThat(releases().get(0).media().get(0).trackId()).contains(UUID.fromString(OTHER));
    }

    @Test
    void aFolderOfTheEndpointsShapeIsImportedFileByFile(@TempDir Path folder) throws Exception {
        Path below = Files.createDirectories(folder.resolve("releases/0b"));
        importText(media("a", "{\"z\":1,\"duration\":2.50}"));
        Release exported = releases().get(0);
        Files.write(below.resolve(RELEASE + ".json"), ReleaseJson.render(exported.media()));
        Files.writeString(below.resolve(OTHER + ".json"), "{\"success\":true,\"data\":[{\"cloudId\":\"c\"}]}");
        Files.writeString(folder.resolve("manifest.json"), "{}");
        Files.createFile(folder.resolve("_SUCCESS"));
        Path staged = Files.createDirectories(folder.resolve(".staging/files/releases/0b"));
        Files.writeString(staged.resolve(RELEASE + ".json"), "not read");
        empty();

        CatalogImport.Outcome outcome = new CatalogImport(database.dataSource()).importPath(folder, "acme");

        assertThat(outcome.files()).isEqualTo(1);
        assertThat(outcome.ignored()).isEqualTo(2);
        assertThat(outcome.problems())
                .containsExactly(
                        below.resolve(OTHER + ".json") + ":1: type is missing",
                        below.resolve(OTHER + ".json") + ": nothing of it was imported");
        assertThat(releases()).singleElement().satisfies(release -> {
            assertThat(release.tenantId()).isEqualTo("acme");
            assertThat(ReleaseJson.render(release.media())).isEqualTo(ReleaseJson.render(exported.media()));
        });
    }

    @Test
    void anExportThatIsNotWholeOrDoesNotSayWhoseItIsIsLeftOut(@TempDir Path folder) throws Exception {
        for (String tenant : List.of("acme", "other")) {
            Path export = Files.createDirectories(folder.resolve("tenants/" + tenant + "/releases/0b"));
            Files.writeString(export.resolve(RELEASE + ".json"), "{\"success\":true,\"data\":[]}");
            Files.writeString(folder.resolve("tenants/" + tenant + "/manifest.json"), "{}");
        }
        Files.createFile(folder.resolve("tenants/acme/_SUCCESS"));

        CatalogImport.Outcome outcome = new CatalogImport(database.dataSource()).importPath(folder, "default");

        assertThat(outcome.files()).isZero();
        assertThat(outcome.problems())
                .satisfiesExactlyInAnyOrder(
                        whose -> assertThat(whose)
                                .startsWith(folder.resolve("tenants/acme").toString())
                                .contains("--tenant"),
                        unfinished -> assertThat(unfinished)
                                .startsWith(folder.resolve("tenants/other").toString())
                                .contains("_SUCCESS"));
        assertThat(releases()).isEmpty();
    }

    @Test
    void aReleaseThatAnotherImportMadeMeanwhileIsNotTaken() throws Exception {
        String thief = "{\"tenantId\":\"thief\"," + media("b", "{}").substring(1);
        try (Connection first = database.dataSource().getConnection()) {
            first.setAutoCommit(false);
            try (Statement statement = first.createStatement()) {
                statement.execute("insert into release (id, tenant_id) values ('" + RELEASE + "', 'default')");
            }
            CompletableFuture<Throwable> second = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> importText(thief)), Executors.newSingleThreadExecutor());
            awaitLock();
            first.commit();

            assertThat(second.get())
                    .hasMessageContaining("test.ndjson:1: release " + RELEASE + " belongs to tenant \"default\"");
        }
        assertThat(releases()).singleElement().satisfies(release -> {
            assertThat(release.tenantId()).isEqualTo("default");
            assertThat(release.media()).isEmpty();
        });
    }

    private static void awaitLock() throws InterruptedException {
        while (database.jdbc()
                        .sql("select count(*) from pg_stat_activity where datname = current_database()"
                                + " and wait_event_type = 'Lock'")
                        .query(Long.class)
                        .single()
                == 0) {
            Thread.sleep(10);
        }
    }

    private static String media(String cloudId, String metadata) {
        return "{\"releaseId\":\"" + RELEASE + "\",\"cloudId\":\"" + cloudId + "\",\"cloudUrl\":\"file:a\","
                + "\"type\":\"audio\",\"name\":\"n\",\"isLink\":false,\"releasePath\":null,\"metadata\":" + metadata
                + "}";
    }

    private static ImportCounts importText(String... lines) throws Exception {
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return new CatalogImport(database.dataSource())
                .importLines(new ByteArrayInputStream(bytes), "test.ndjson", "default");
    }

    private static List<Release> releases() {
        List<Release> releases = new java.util.ArrayList<>();
        try (CatalogSnapshot snapshot = new MediaStore(database.dataSource()).snapshot()) {
            snapshot.forEachRelease(ReleaseScope.ALL, stored -> releases.add(stored.release()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return releases;
    }

    private static List<String> rows() {
        return database.jdbc()
                .sql("select r::text || m::text from release r join media m on m.release_id = r.id order by m.id")
                .query(String.class)
                .list();
    }
}
