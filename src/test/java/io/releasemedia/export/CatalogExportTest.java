package io.releasemedia.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseJson;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.ExportSettings.Compression;
import io.releasemedia.export.ExportSettings.Layout;
import io.releasemedia.export.ExportSettings.SignedUrls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogExportTest {

    private static final String ONE = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";
    private static final String TWO = "fbbb3a1c-0f8e-5e70-b2c2-709225ecc302";
    private static final String ONE_JSON = "releases/0b/" + ONE + ".json";
    private static final String ONE_CSV = "releases/0b/" + ONE + ".csv";
    private static final String TWO_JSON = "releases/fb/" + TWO + ".json";
    private static final String TWO_CSV = "releases/fb/" + TWO + ".csv";
    private static final ExportSettings FILES = ExportSettings.of(ExportFormat.JSON, ExportFormat.CSV);
    private static final ExportSettings ALL_FORMATS = ExportSettings.of(ExportFormat.values());

    @TempDir
    private Path temporary;

    @Test
    void filesStandInTheirPlaces() throws IOException {
        Release release = release(ONE, "{}");

        ExportReport report = export(release, release(TWO, "{}"));

        assertThat(report).isEqualTo(new ExportReport(2, 4, 0, 0));
        assertThat(ExportedFiles.in(out()))
                .containsExactly("_SUCCESS", "manifest.json", ONE_CSV, ONE_JSON, TWO_CSV, TWO_JSON);
        assertThat(out().resolve(ONE_JSON)).hasBinaryContent(ReleaseJson.render(release.media()));
        assertThat(out().resolve("manifest.json")).content().contains("\"schemaVersion\" : 1", ONE_JSON, "\"sha256\"");
        assertThat(out().resolve("_SUCCESS")).isEmptyFile();
        assertThat(out().resolve(".staging")).doesNotExist();
    }

    @Test
    void nothingIsReadOrTouchedWhenNothingChanged() throws IOException {
        export(ALL_FORMATS, release(ONE, "{}"));
        ExportedFiles.age(out());
        InMemoryCatalog catalog = new InMemoryCatalog(release(ONE, "{}"));

        ExportReport report = export(ALL_FORMATS, ReleaseScope.ALL, catalog);

        assertThat(report).isEqualTo(new ExportReport(1, 0, 7, 0));
        assertThat(ExportedFiles.touched(out())).isEmpty();
        assertThat(catalog.read()).isZero();
    }

    @Test
    void onlyChangedReleasesAreWritten() throws IOException {
        Release[] many = new Release[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = release("0bbb3a1c-0f8e-5e70-b2c2-7092250000" + (10 + i), "{}");
        }
        export(many);
        ExportedFiles.age(out());
        many[7] = release("0bbb3a1c-0f8e-5e70-b2c2-709225000017", "{\"duration\":1}");
        InMemoryCatalog catalog = new InMemoryCatalog(many);

        ExportReport report = export(FILES, ReleaseScope.ALL, catalog);

        assertThat(report).isEqualTo(new ExportReport(20, 2, 38, 0));
        assertThat(catalog.read()).isEqualTo(1);
        assertThat(ExportedFiles.touched(out()))
                .containsExactly(
                        "_SUCCESS",
                        "manifest.json",
                        "releases/0b/0bbb3a1c-0f8e-5e70-b2c2-709225000017.csv",
                        "releases/0b/0bbb3a1c-0f8e-5e70-b2c2-709225000017.json");
    }

    @Test
    void aBundleIsWholeAndRewrittenOnlyWhenItsContentChanged() throws IOException {
        ExportSettings bundle = ExportSettings.of(ExportFormat.NDJSON);
        export(bundle, release(ONE, "{}"), release(TWO, "{}"));
        Path ndjson = out().resolve("bundle/media.ndjson");
        assertThat(Files.readAllLines(ndjson))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("{\"releaseId\":\"" + ONE + "\",\"tenantId\":\"acme\",\"trackId\":null,\"cloudId\":\"c\",");
        ExportedFiles.age(out());

        export(bundle, release(ONE, "{\"duration\":1}"), release(TWO, "{}"));

        assertThat(ExportedFiles.touched(out())).containsExactly("_SUCCESS", "bundle/media.ndjson", "manifest.json");
        assertThat(out().resolve("bundle/releases.ndjson"))
                .hasContent("{\"releaseId\":\"" + ONE + "\",\"tenantId\":\"acme\",\"title\":null,\"status\":null}\n"
                        + "{\"releaseId\":\"" + TWO + "\",\"tenantId\":\"acme\",\"title\":null,\"status\":null}\n");
        assertThat(Files.readAllLines(ndjson)).hasSize(2);
    }

    @Test
    void aNarrowExportIntoAFolderWithABundleKeepsTheBundleWhole() throws IOException {
        ExportSettings both = ExportSettings.of(ExportFormat.JSON, ExportFormat.NDJSON);
        export(both, release(ONE, "{}"), release(TWO, "{}"));

        export(both, ofReleases(ONE), new InMemoryCatalog(release(ONE, "{\"duration\":1}"), release(TWO, "{}")));

        assertThat(Files.readAllLines(out().resolve("bundle/media.ndjson"))).hasSize(2);
        assertThat(files()).containsKey(TWO_JSON);
    }

    @Test
    void theBundleOfASelectionHoldsTheSelection() throws IOException {
        export(
                ExportSettings.of(ExportFormat.NDJSON),
                ofReleases(ONE),
                new InMemoryCatalog(release(ONE, "{}"), release(TWO, "{}")));

        assertThat(Files.readAllLines(out().resolve("bundle/media.ndjson"))).hasSize(1);
    }

    @Test
    void manyChangesLeadToWhatAWholeExportLeadsTo() throws IOException {
        Release[] many = new Release[3_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = release(new UUID(i * 0x9E3779B97F4A7C15L, i).toString(), "{\"i\":" + i + "}");
        }
        export(Arrays.copyOf(many, 2_500));
        try (Stream<Path> folders = Files.list(out().resolve("releases"))) {
            assertThat(folders.filter(folder -> !ExportedFiles.hasContent(folder)))
                    .isEmpty();
        }
        List<Release> next = new ArrayList<>();
        for (int i = 0; i < many.length; i++) {
            if (i % 7 != 0) {
                next.add(i % 3 == 0 ? release(many[i].id().toString(), "{\"changed\":" + i + "}") : many[i]);
            }
        }
        Release[] changed = next.toArray(new Release[0]);

        ExportReport report = export(changed);

        assertThat(report.deleted()).isEqualTo(2 * 358);
        assertThat(tombstones()).hasSize(358);
        SortedMap<String, Manifest.Entry> files = files();
        new CatalogExport(temporary.resolve("whole"), FILES, "1", clock())
                .export(ReleaseScope.ALL, new InMemoryCatalog(changed), () -> {});
        assertThat(files).isEqualTo(ManifestReader.files(temporary.resolve("whole/manifest.json")));
        List<String> differences = new ArrayList<>();
        ExportCheck.check(out(), Set.of(), new InMemoryCatalog(changed), differences::add);
        assertThat(differences).isEmpty();
        assertThat(export(changed).written()).isZero();
    }

    @Test
    void aManifestWhoseReleasesAreInDisorderIsDamaged() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));
        Path manifest = out().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace(TWO_CSV, ONE_CSV));

        assertThatThrownBy(this::export).hasMessageContaining("manifest.json: is damaged");
    }

    @Test
    void aFileThatWasDamagedIsWrittenAgain() throws IOException {
        export(release(ONE, "{}"));
        Files.writeString(out().resolve(ONE_JSON), "cut");

        assertThat(export(release(ONE, "{}")).written()).isEqualTo(1);
    }

    @Test
    void aReleaseThatVanishedLeavesATombstoneUntilItComesBack() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));

        ExportReport report = export(release(ONE, "{}"));

        assertThat(report.deleted()).isEqualTo(2);
        assertThat(out().resolve(TWO_JSON)).doesNotExist();
        assertThat(tombstones()).containsOnlyKeys(TWO);
        export(release(ONE, "{}"), release(TWO, "{}"));
        assertThat(tombstones()).isEmpty();
    }

    @Test
    void anExportOfOneReleaseLeavesTheOthers() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));

        export(FILES, ofReleases(ONE), new InMemoryCatalog(release(ONE, "{\"duration\":1}"), release(TWO, "{}")));

        assertThat(out().resolve(TWO_JSON)).exists();
        assertThat(files()).hasSize(4);
        assertThat(tombstones()).isEmpty();
    }

    @Test
    void whatWasNotAskedForBecauseItDidNotChangeHasNotVanished() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));
        ReleaseScope since = ReleaseScope.ALL.since(Optional.of(Instant.parse("2026-01-01T00:00:00Z")));

        ExportReport report = export(FILES, since, new InMemoryCatalog(release(ONE, "{\"duration\":1}")));

        assertThat(report.deleted()).isZero();
        assertThat(out().resolve(TWO_JSON)).exists();
    }

    @Test
    void aFormatThatIsNotWrittenAnyMoreGoes() throws IOException {
        export(ALL_FORMATS, release(ONE, "{}"));

        export(ExportSettings.of(ExportFormat.JSON), release(ONE, "{}"));

        assertThat(ExportedFiles.in(out())).containsExactly("_SUCCESS", "manifest.json", ONE_JSON);
    }

    @Test
    void otherSettingsLeadToOtherFiles() throws IOException {
        export(release(ONE, "{}"));

        ExportReport report = export(
                new ExportSettings(FILES.formats(), Layout.FLAT, false, SignedUrls.STRIP_QUERY, Compression.NONE),
                release(ONE, "{}"));

        assertThat(report.written()).isEqualTo(2);
        assertThat(out().resolve(ONE_JSON)).content().contains("/c\"").doesNotContain("secret");
        assertThat(out().resolve(ONE_CSV)).content().doesNotContain("secret");
    }

    @Test
    void filesAreNotForEveryone() throws IOException {
        export(ALL_FORMATS, release(ONE, "{}"));

        for (String path : ExportedFiles.in(out())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out().resolve(path))))
                    .as(path)
                    .isEqualTo("rw-r-----");
        }
        for (String path : List.of("", "releases", "releases/0b", "bundle")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out().resolve(path))))
                    .as(path)
                    .isEqualTo("rwxr-x---");
        }
    }

    @Test
    void foreignFilesAreNotTouched() throws IOException {
        Path foreign = Files.createDirectories(out().resolve("releases/0b")).resolve("notes.txt");
        Files.writeString(foreign, "mine");

        export(release(ONE, "{}"));
        export();

        assertThat(foreign).hasContent("mine");
    }

    @Test
    void aForeignFileInTheWayIsNamed() throws IOException {
        Path foreign = Files.createDirectories(out().resolve("releases/0b")).resolve(ONE + ".json");
        Files.writeString(foreign, "mine");

        assertThatThrownBy(() -> export(release(ONE, "{}"))).hasMessageContaining(foreign + ": is there already");

        assertThat(foreign).hasContent("mine");
        assertThat(ExportedFiles.in(out())).containsExactly(ONE_JSON);
    }

    @Test
    void aFolderOfAnotherProgramIsRefused() throws IOException {
        Files.createFile(Files.createDirectories(out()).resolve("_SUCCESS"));

        assertThatThrownBy(() -> export(release(ONE, "{}"))).hasMessageContaining("another program's folder");
    }

    @Test
    void aSymbolicLinkLeadsNowhere() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(Files.createDirectories(out()).resolve("releases"), elsewhere);
        assertThatThrownBy(() -> export(release(ONE, "{}"))).hasMessageContaining("no symbolic link");

        Files.delete(out().resolve("releases"));
        Files.createSymbolicLink(
                Files.createDirectories(out().resolve("releases")).resolve("0b"), elsewhere);
        assertThatThrownBy(() -> export(release(ONE, "{}"))).hasMessageContaining("no symbolic link");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aForeignFileInTheStagingIsNotDeleted() throws IOException {
        Path foreign = Files.createDirectories(out().resolve(".staging")).resolve("mine.txt");
        Files.writeString(foreign, "mine");

        assertThatThrownBy(() -> export(release(ONE, "{}"))).hasMessageContaining("is no file of an export");

        assertThat(foreign).hasContent("mine");
    }

    @Test
    void anExportThatFailsOnTheWayLeavesTheLastOne() throws IOException {
        export(ALL_FORMATS, release(ONE, "{}"));
        ExportedFiles.age(out());

        assertThatThrownBy(() -> export(
                        ALL_FORMATS,
                        ReleaseScope.ALL,
                        new InMemoryCatalog(release(ONE, "{\"duration\":1}")).failing("the database is gone")))
                .hasMessage("the database is gone");

        assertThat(ExportedFiles.touched(out())).isEmpty();
        assertThat(out().resolve(".staging")).doesNotExist();
        assertThat(export(ALL_FORMATS, release(ONE, "{}")).written()).isZero();
    }

    @Test
    void aCrashWhilePublishingIsRolledForward() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));
        byte[] next = ReleaseJson.render(release(ONE, "{\"duration\":1}").media());
        Path staging = out().resolve(".staging");
        Files.write(
                Files.createDirectories(staging.resolve("files/releases/0b")).resolve(ONE + ".json"), next);
        Files.copy(out().resolve("manifest.json"), staging.resolve("manifest.json"));
        Files.writeString(staging.resolve("COMMIT"), TWO_CSV + "\n");
        Files.delete(out().resolve("_SUCCESS"));

        CatalogExport.prepare(out());

        assertThat(out().resolve(ONE_JSON)).hasBinaryContent(next);
        assertThat(out().resolve(TWO_CSV)).doesNotExist();
        assertThat(out().resolve("_SUCCESS")).exists();
        assertThat(staging).doesNotExist();
    }

    @Test
    void aCommitThatNamesOtherFilesIsRefused() throws IOException {
        Path mine = Files.writeString(temporary.resolve("mine.txt"), "mine");
        export(release(ONE, "{}"));
        Files.writeString(Files.createDirectory(out().resolve(".staging")).resolve("COMMIT"), "../mine.txt\n");

        assertThatThrownBy(() -> CatalogExport.prepare(out())).hasMessageContaining("which is no file of an export");

        assertThat(mine).exists();
    }

    @Test
    void aManifestThatNamesOtherFilesIsRefused() throws IOException {
        export(release(ONE, "{}"));
        Path manifest = out().resolve("manifest.json");
        String text = Files.readString(manifest);
        for (String hostile :
                List.of("releases/../../" + ONE, "releases/0c/" + ONE, "/releases/0b/" + ONE, "bundle/" + ONE)) {
            Files.writeString(manifest, text.replace("releases/0b/" + ONE, hostile));

            assertThatThrownBy(this::export).as(hostile).hasMessageContaining("which is no file of an export");
        }
    }

    @Test
    void aSecondExportIntoTheFolderIsRefused() throws IOException {
        assertThatThrownBy(() -> new CatalogExport(out(), FILES, "1", clock())
                        .export(ReleaseScope.ALL, new InMemoryCatalog(release(ONE, "{}")), () -> {
                            assertThatThrownBy(() -> export(release(ONE, "{}")))
                                    .hasMessageContaining("another process is exporting into this folder");
                            throw new IllegalStateException("seen");
                        }))
                .hasMessage("seen");
    }

    @Test
    void aFolderOfOneTenantTakesNothingOfAnothers() throws IOException {
        InMemoryCatalog catalog = new InMemoryCatalog(release(ONE, "{}"), InMemoryCatalog.release(TWO, "other"));
        export(FILES, ReleaseScope.ALL.ofTenant("acme"), catalog);
        assertThat(ExportedFiles.in(out())).containsExactly("_SUCCESS", "manifest.json", ONE_CSV, ONE_JSON);

        assertThatThrownBy(() -> export(FILES, ReleaseScope.ALL.ofTenant("other"), catalog))
                .hasMessageContaining("holds the export of one tenant (acme)");
        assertThatThrownBy(() -> export(FILES, ReleaseScope.ALL, catalog))
                .hasMessageContaining("choose another folder");
        assertThat(export(FILES, ReleaseScope.ALL.ofTenant("acme"), new InMemoryCatalog())
                        .deleted())
                .isEqualTo(2);
    }

    @Test
    void aFolderDoesNotGrowBeyondWhatWasAskedFor() throws IOException {
        InMemoryCatalog catalog = new InMemoryCatalog(release(ONE, "{}"), InMemoryCatalog.release(TWO, "other"));
        export(FILES, ofReleases(TWO), catalog);

        assertThatThrownBy(() -> export(ALL_FORMATS, ReleaseScope.ALL.ofTenant("acme"), catalog))
                .hasMessageContaining("holds the export of releases " + TWO + " of all tenants")
                .hasMessageContaining("one of tenants acme");
        assertThat(ExportedFiles.in(out())).containsExactly("_SUCCESS", "manifest.json", TWO_CSV, TWO_JSON);
        assertThatThrownBy(() -> CatalogExport.refuseIfShared(out(), Set.of("acme")))
                .hasMessageContaining("holds an export of all tenants; one of acme alone needs a folder of its own");
        CatalogExport.refuseIfShared(out(), Set.of());
    }

    @Test
    void aNarrowExportOfOtherFormatsOrSettingsIsRefused() throws IOException {
        InMemoryCatalog catalog = new InMemoryCatalog(release(ONE, "{}"), release(TWO, "{}"));
        export(FILES, ReleaseScope.ALL, catalog);
        ExportedFiles.age(out());
        ExportSettings stripped =
                new ExportSettings(FILES.formats(), Layout.FLAT, false, SignedUrls.STRIP_QUERY, Compression.NONE);

        for (ExportSettings other : List.of(ExportSettings.of(ExportFormat.JSON), stripped)) {
            assertThatThrownBy(() -> export(other, ofReleases(ONE), catalog))
                    .hasMessageContaining(TWO_CSV)
                    .hasMessageContaining("other formats or settings");
        }
        assertThat(ExportedFiles.touched(out())).isEmpty();
    }

    @Test
    void aFormatThatIsNamedTwiceIsOne() throws IOException {
        ExportSettings twice = ExportSettings.of(ExportFormat.JSON, ExportFormat.JSON);
        export(twice, release(ONE, "{}"));

        assertThat(export(twice, release(ONE, "{}"))).isEqualTo(new ExportReport(1, 0, 1, 0));
    }

    @Test
    void eachTenantHasAnExportOfItsOwn() throws IOException {
        ExportSettings byTenant =
                new ExportSettings(ALL_FORMATS.formats(), Layout.BY_TENANT, false, SignedUrls.KEEP, Compression.GZIP);
        InMemoryCatalog both = new InMemoryCatalog(
                release(ONE, "{}"), InMemoryCatalog.release(TWO, "../../evil", InMemoryCatalog.media("e", "{}")));

        ExportReport report = export(byTenant, ReleaseScope.ALL, both);

        assertThat(report).isEqualTo(new ExportReport(2, 14, 0, 0));
        Path acme = out().resolve("tenants/acme");
        Path evil = out().resolve("tenants/_2e_2e_2f_2e_2e_2fevil");
        assertThat(ExportedFiles.in(acme))
                .containsExactly(
                        "_SUCCESS",
                        "bundle/datapackage.json",
                        "bundle/media.ndjson.gz",
                        "bundle/media.parquet",
                        "bundle/releases.ndjson.gz",
                        "bundle/schema.json",
                        "manifest.json",
                        ONE_CSV,
                        ONE_JSON);
        for (String path : ExportedFiles.in(acme)) {
            assertThat(Files.readString(acme.resolve(path), ISO_8859_1))
                    .as(path)
                    .doesNotContain("evil", TWO);
        }
        ExportedFiles.age(out());
        assertThat(export(byTenant, ReleaseScope.ALL, both).written()).isZero();
        assertThat(ExportedFiles.touched(out())).isEmpty();

        ExportReport without = export(byTenant, ReleaseScope.ALL, new InMemoryCatalog(release(ONE, "{}")));

        assertThat(without.deleted()).isEqualTo(2);
        assertThat(ManifestReader.head(evil.resolve("manifest.json")).tombstones())
                .containsOnlyKeys(TWO);
        assertThat(Files.size(evil.resolve("bundle/media.ndjson.gz"))).isLessThan(40);
        assertThatThrownBy(() -> export(release(ONE, "{}"))).hasMessageContaining("holds exports by tenant");
    }

    private Path out() {
        return temporary.resolve("out");
    }

    private SortedMap<String, Manifest.Entry> files() throws IOException {
        return ManifestReader.files(out().resolve("manifest.json"));
    }

    private SortedMap<String, String> tombstones() throws IOException {
        return ManifestReader.head(out().resolve("manifest.json")).tombstones();
    }

    private ExportReport export(Release... releases) throws IOException {
        return export(FILES, releases);
    }

    private ExportReport export(ExportSettings settings, Release... releases) throws IOException {
        return export(settings, ReleaseScope.ALL, new InMemoryCatalog(releases));
    }

    private ExportReport export(ExportSettings settings, ReleaseScope scope, InMemoryCatalog catalog)
            throws IOException {
        return new CatalogExport(out(), settings, "1", clock()).export(scope, catalog, () -> {});
    }

    private static ReleaseScope ofReleases(String id) {
        return ReleaseScope.ALL.ofReleases(Set.of(ReleaseId.parse(id).orElseThrow()));
    }

    private static Clock clock() {
        return Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    }

    private static Release release(String id, String metadata) {
        return InMemoryCatalog.release(id, "acme", InMemoryCatalog.media("c", metadata));
    }
}
