package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.ExportSettings.Compression;
import io.releasemedia.export.ExportSettings.Layout;
import io.releasemedia.export.ExportSettings.SignedUrls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCheckTest {

    private static final String ONE = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";
    private static final String TWO = "fbbb3a1c-0f8e-5e70-b2c2-709225ecc302";
    private static final String ONE_JSON = "releases/0b/" + ONE + ".json";
    private static final String ONE_CSV = "releases/0b/" + ONE + ".csv";
    private static final String TWO_JSON = "releases/fb/" + TWO + ".json";
    private static final String TWO_CSV = "releases/fb/" + TWO + ".csv";

    @TempDir
    private Path out;

    @Test
    void aWholeExportHasNoDifferenceAndIsNotTouched() throws IOException {
        ExportSettings unusual = new ExportSettings(
                List.of(ExportFormat.values()), Layout.FLAT, true, SignedUrls.STRIP_QUERY, Compression.ZSTD);
        export(unusual, release(ONE, "{}"), release(TWO, "{}"));
        Files.delete(out.resolve(".lock"));
        ExportedFiles.age(out);

        assertThat(check(release(ONE, "{}"), release(TWO, "{}"))).isEmpty();

        assertThat(ExportedFiles.touched(out)).isEmpty();
        assertThat(out.resolve(".lock")).doesNotExist();
    }

    @Test
    void everyDifferenceToTheManifestIsListed() throws IOException {
        export(plain(), release(ONE, "{}"), release(TWO, "{}"));
        Files.writeString(out.resolve(ONE_JSON), "short");
        byte[] csv = Files.readAllBytes(out.resolve(ONE_CSV));
        csv[csv.length - 3] ^= 1;
        Files.write(out.resolve(ONE_CSV), csv);
        Files.delete(out.resolve(TWO_JSON));
        Files.writeString(out.resolve("releases/fb/notes.txt"), "mine");
        Files.writeString(out.resolve("notes.txt"), "not an export's folder");
        Files.delete(out.resolve("_SUCCESS"));

        assertThat(check(release(ONE, "{}"), release(TWO, "{}")))
                .hasSize(5)
                .anyMatch(text -> text.startsWith("_SUCCESS: is missing"))
                .anyMatch(text -> text.startsWith(ONE_JSON + ": has 5 bytes"))
                .contains(
                        ONE_CSV + ": has another sha256 than the manifest says",
                        TWO_JSON + ": is missing",
                        "releases/fb/notes.txt: the manifest does not name it");
    }

    @Test
    void everyDifferenceToTheCatalogueIsListed() throws IOException {
        export(ExportSettings.of(ExportFormat.values()), release(ONE, "{}"), release(TWO, "{}"));
        String three = "abbb3a1c-0f8e-5e70-b2c2-709225ecc303";

        assertThat(check(release(ONE, "{\"duration\":1}"), release(three, "{}")))
                .containsExactlyInAnyOrder(
                        ONE_JSON + ": differs from the catalogue",
                        ONE_CSV + ": differs from the catalogue",
                        "releases/ab/" + three + ".json: is missing, the catalogue has the release",
                        "releases/ab/" + three + ".csv: is missing, the catalogue has the release",
                        TWO_JSON + ": the catalogue has no such release any more",
                        TWO_CSV + ": the catalogue has no such release any more",
                        "bundle/media.ndjson: differs from the catalogue",
                        "bundle/media.parquet: differs from the catalogue",
                        "bundle/releases.ndjson: differs from the catalogue");
    }

    @Test
    void anExportOfOneTenantIsComparedWithThatTenant() throws IOException {
        Release other = InMemoryCatalog.release(TWO, "other");
        new CatalogExport(out, plain(), "1", Clock.systemUTC())
                .export(ReleaseScope.ALL.ofTenant("acme"), new InMemoryCatalog(release(ONE, "{}"), other), () -> {});

        assertThat(check(release(ONE, "{}"), other)).isEmpty();
    }

    @Test
    void everyTenantsFolderIsChecked() throws IOException {
        ExportSettings byTenant =
                new ExportSettings(plain().formats(), Layout.BY_TENANT, false, SignedUrls.KEEP, Compression.NONE);
        export(byTenant, release(ONE, "{}"));
        Release other = InMemoryCatalog.release(TWO, "other");

        assertThat(check(release(ONE, "{\"duration\":1}"), other))
                .containsExactlyInAnyOrder(
                        "tenants/acme/" + ONE_JSON + ": differs from the catalogue",
                        "tenants/acme/" + ONE_CSV + ": differs from the catalogue",
                        "tenants/other: is missing, tenant other was not exported");
        List<String> differences = new ArrayList<>();
        long files = ExportCheck.check(
                out, Set.of("acme"), new InMemoryCatalog(release(ONE, "{}"), other), differences::add);
        assertThat(differences).isEmpty();
        assertThat(files).isEqualTo(2);
    }

    @Test
    void anEmptyFolderHasNoManifest() throws IOException {
        assertThat(check()).anyMatch(text -> text.equals("manifest.json: is missing"));
    }

    private List<String> check(Release... releases) throws IOException {
        List<String> differences = new ArrayList<>();
        ExportCheck.check(out, Set.of(), new InMemoryCatalog(releases), differences::add);
        return differences;
    }

    private void export(ExportSettings settings, Release... releases) throws IOException {
        new CatalogExport(out, settings, "1", Clock.systemUTC())
                .export(ReleaseScope.ALL, new InMemoryCatalog(releases), () -> {});
    }

    private static ExportSettings plain() {
        return ExportSettings.of(ExportFormat.JSON, ExportFormat.CSV);
    }

    private static Release release(String id, String metadata) {
        return InMemoryCatalog.release(id, "acme", InMemoryCatalog.media("c", metadata));
    }
}
