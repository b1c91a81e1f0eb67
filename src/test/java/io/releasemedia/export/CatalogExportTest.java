package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseJson;
import io.releasemedia.catalog.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogExportTest {

    private static final String ONE = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";
    private static final String TWO = "fbbb3a1c-0f8e-5e70-b2c2-709225ecc302";
    private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    private Path temporary;

    @Test
    void filesStandInTheirPlaces() throws IOException {
        Release release = release(ONE, "{}");

        ExportReport report = export(release, release(TWO, "{}"));

        assertThat(report).isEqualTo(new ExportReport(2, 4, 0, 0));
        assertThat(out().resolve("releases/0b/" + ONE + ".json")).hasBinaryContent(ReleaseJson.render(release.media()));
        assertThat(out().resolve("releases/fb/" + TWO + ".csv")).exists();
        assertThat(out().resolve("manifest.json"))
                .content()
                .contains("\"schemaVersion\" : 1", "releases/0b/" + ONE + ".json", "\"sha256\"");
        assertThat(out().resolve("_SUCCESS")).isEmptyFile();
        assertThat(out().resolve(".staging")).doesNotExist();
    }

    @Test
    void nothingIsTouchedWhenNothingChanged() throws IOException {
        export(release(ONE, "{}"));
        age();

        ExportReport report = export(release(ONE, "{}"));

        assertThat(report).isEqualTo(new ExportReport(1, 0, 2, 0));
        assertThat(touched()).isEmpty();
    }

    @Test
    void onlyChangedReleasesAreWritten() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));
        age();

        ExportReport report = export(release(ONE, "{\"duration\":1}"), release(TWO, "{}"));

        assertThat(report).isEqualTo(new ExportReport(2, 2, 2, 0));
        assertThat(touched())
                .containsExactlyInAnyOrder(
                        "releases/0b/" + ONE + ".json", "releases/0b/" + ONE + ".csv", "manifest.json", "_SUCCESS");
    }

    @Test
    void aFileThatWasDamagedIsWrittenAgain() throws IOException {
        export(release(ONE, "{}"));
        Files.writeString(out().resolve("releases/0b/" + ONE + ".json"), "cut");

        assertThat(export(release(ONE, "{}")).written()).isEqualTo(1);
    }

    @Test
    void aReleaseThatVanishedLeavesATombstoneUntilItComesBack() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));

        ExportReport report = export(release(ONE, "{}"));

        assertThat(report.deleted()).isEqualTo(2);
        assertThat(out().resolve("releases/fb/" + TWO + ".json")).doesNotExist();
        assertThat(Manifest.read(out().resolve("manifest.json")).tombstones()).containsOnlyKeys(TWO);
        export(release(ONE, "{}"), release(TWO, "{}"));
        assertThat(Manifest.read(out().resolve("manifest.json")).tombstones()).isEmpty();
    }

    @Test
    void anExportOfOneReleaseLeavesTheOthers() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));
        Selection one = new Selection(Set.of(), Set.of(), Set.of(id(ONE)));

        new CatalogExport(out(), List.of(ExportFormat.values()), "2", clock())
                .export(one, sink -> sink.accept(release(ONE, "{\"duration\":1}")));

        assertThat(out().resolve("releases/fb/" + TWO + ".json")).exists();
        assertThat(Manifest.read(out().resolve("manifest.json")).files()).hasSize(4);
        assertThat(Manifest.read(out().resolve("manifest.json")).tombstones()).isEmpty();
    }

    @Test
    void aFormatThatIsNotWrittenAnyMoreGoes() throws IOException {
        export(release(ONE, "{}"));

        new CatalogExport(out(), List.of(ExportFormat.JSON), "2", clock())
                .export(Selection.ALL, sink -> sink.accept(release(ONE, "{}")));

        assertThat(out().resolve("releases/0b/" + ONE + ".csv")).doesNotExist();
        assertThat(out().resolve("releases/0b/" + ONE + ".json")).exists();
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
    void anExportThatFailsOnTheWayLeavesTheLastOne() throws IOException {
        export(release(ONE, "{}"));
        age();

        assertThatThrownBy(() -> new CatalogExport(out(), List.of(ExportFormat.values()), "2", clock())
                        .export(Selection.ALL, sink -> {
                            sink.accept(release(ONE, "{\"duration\":1}"));
                            throw new IOException("the database is gone");
                        }))
                .hasMessage("the database is gone");

        assertThat(touched()).isEmpty();
        assertThat(export(release(ONE, "{}"))).isEqualTo(new ExportReport(1, 0, 2, 0));
        assertThat(out().resolve(".staging")).doesNotExist();
    }

    @Test
    void aCrashWhilePublishingIsRolledForward() throws IOException {
        export(release(ONE, "{}"), release(TWO, "{}"));
        byte[] next = ReleaseJson.render(release(ONE, "{\"duration\":1}").media());
        Path staging = out().resolve(".staging");
        Path staged =
                Files.createDirectories(staging.resolve("files/releases/0b")).resolve(ONE + ".json");
        Files.write(staged, next);
        Files.copy(out().resolve("manifest.json"), staging.resolve("manifest.json"));
        Files.writeString(staging.resolve("COMMIT"), "releases/fb/" + TWO + ".csv\n");
        Files.delete(out().resolve("_SUCCESS"));

        CatalogExport.prepare(out());

        assertThat(out().resolve("releases/0b/" + ONE + ".json")).hasBinaryContent(next);
        assertThat(out().resolve("releases/fb/" + TWO + ".csv")).doesNotExist();
        assertThat(out().resolve("_SUCCESS")).exists();
        assertThat(staging).doesNotExist();
    }

    @Test
    void aManifestThatNamesOtherFilesIsRefused() throws IOException {
        export(release(ONE, "{}"));
        Path manifest = out().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("releases/0b/" + ONE, "releases/../../" + ONE));

        assertThatThrownBy(this::export).hasMessageContaining("which is no file of an export");
    }

    @Test
    void aSecondExportIntoTheFolderIsRefused() throws IOException {
        assertThatThrownBy(() -> new CatalogExport(out(), List.of(ExportFormat.values()), "1", clock())
                        .export(Selection.ALL, sink -> export(release(ONE, "{}"))))
                .hasMessageContaining("another process is exporting into this folder");
    }

    private Path out() {
        return temporary.resolve("out");
    }

    private ExportReport export(Release... releases) throws IOException {
        return new CatalogExport(out(), List.of(ExportFormat.values()), "1", clock()).export(Selection.ALL, sink -> {
            for (Release release : releases) {
                sink.accept(release);
            }
        });
    }

    private void age() throws IOException {
        for (Path file : files()) {
            Files.setLastModifiedTime(file, OLD);
        }
    }

    private List<String> touched() throws IOException {
        return files().stream()
                .filter(file -> {
                    try {
                        return !Files.getLastModifiedTime(file).equals(OLD);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .map(file -> out().relativize(file).toString())
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(out())) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(out().resolve(".staging")))
                    .toList();
        }
    }

    private static Clock clock() {
        return Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    }

    private static ReleaseId id(String text) {
        return ReleaseId.parse(text).orElseThrow();
    }

    private static Release release(String id, String metadata) {
        Media media =
                new Media("c", "file:a", MediaType.AUDIO, "n", false, Optional.empty(), MediaMetadata.parse(metadata));
        return new Release(id(id), "acme", List.of(media));
    }
}
