package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.ReleaseFingerprint;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of a real catalogue: what counts as a change of it. */
class ExportDatabaseTest {

    private static final String ONE = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";
    private static final String TWO = "fbbb3a1c-0f8e-5e70-b2c2-709225ecc302";

    @TempDir
    private Path out;

    private TestDatabase database;

    @BeforeEach
    void fill() throws Exception {
        database = TestDatabase.create();
        database.jdbc()
                .sql("insert into release (id, tenant_id, updated_at) values ('" + ONE + "', 'acme', '2025-01-01Z'), ('"
                        + TWO
                        + "', 'acme', '2025-01-01Z'), ('abbb3a1c-0f8e-5e70-b2c2-709225ecc303', 'b', '2025-01-01Z')")
                .update();
        database.jdbc()
                .sql("insert into media (release_id, position, cloud_id, cloud_url, type, name, release_path, metadata,"
                        + " updated_at) select r::uuid, i, 'c' || i, 'https://x.example/ü' || i, 'audio', 'n', '',"
                        + " '{\"duration\": 213.5, \"z\": \"ü\", \"a\": null}', '2025-01-01Z'"
                        + " from unnest(array['" + ONE + "', '" + TWO + "']) r, generate_series(1, 2) i")
                .update();
    }

    @AfterEach
    void drop() throws Exception {
        database.close();
    }

    @Test
    void aFingerprintIsTheSameWhicheverWayItIsMade() throws IOException {
        List<ReleaseFingerprint> alone = new ArrayList<>();
        List<ReleaseFingerprint> beside = new ArrayList<>();
        try (CatalogSnapshot snapshot = snapshot()) {
            snapshot.forEachFingerprint(ReleaseScope.ALL, alone::add);
            snapshot.forEachRelease(ReleaseScope.ALL, release -> beside.add(release.fingerprint()));
        }
        assertThat(alone).hasSize(3).isEqualTo(beside);
        assertThat(alone.get(0).hash())
                .isEqualTo(alone.get(2).hash())
                .isNotEqualTo(alone.get(1).hash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata = metadata || '{\"duration\": 213.50}'",
                "metadata = metadata || '{\"b\": 1}'",
                "metadata = metadata - 'a'",
                "name = 'n '",
                "name = '', cloud_id = cloud_id || 'n'",
                "release_path = null",
                "is_link = true",
                "type = 'video'",
                "cloud_url = 'https://x.example/u1'",
                "position = 9",
                "name = 'm', updated_at = '1999-01-01Z'"
            })
    void everyEditIsAChangeWhateverItsTimeStampSays(String edit) throws IOException {
        export(ReleaseScope.ALL);
        ExportedFiles.age(out);
        assertThat(export(ReleaseScope.ALL).written()).isZero();

        database.jdbc()
                .sql("update media set " + edit + " where release_id = '" + ONE + "' and cloud_id = 'c1'")
                .update();

        assertThat(export(ReleaseScope.ALL).written()).isBetween(3L, 4L); // Parquet knows no trailing zeros
        assertThat(ExportedFiles.touched(out))
                .contains("releases/0b/" + ONE + ".json")
                .noneMatch(path -> path.contains(TWO));
        assertThat(export(ReleaseScope.ALL).written()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update media set track_id = gen_random_uuid() where release_id = '" + ONE + "' and cloud_id = 'c1'",
                "update release set title = 'Blue' where id = '" + ONE + "'",
                "update release set status = 'approved' where id = '" + ONE + "'"
            })
    void whatOnlyTheBundlesShowChangesThemAlone(String edit) throws IOException {
        export(ReleaseScope.ALL);
        ExportedFiles.age(out);

        database.jdbc().sql(edit).update();

        assertThat(export(ReleaseScope.ALL).written()).isBetween(1L, 2L);
        assertThat(ExportedFiles.touched(out))
                .allMatch(path -> path.matches("bundle/.*|manifest.json|_SUCCESS"))
                .anyMatch(path -> path.endsWith(".ndjson"));
        assertThat(export(ReleaseScope.ALL).written()).isZero();
    }

    @Test
    void manyReleasesAreComparedAndReadAtOnce() throws IOException {
        database.jdbc()
                .sql(
                        "insert into release (id, tenant_id) select gen_random_uuid(), 'acme' from generate_series(1, 2500)")
                .update();
        database.jdbc()
                .sql("insert into media (release_id, cloud_id, cloud_url, type, name)"
                        + " select id, 'x', 'https://x.example/x', 'image', 'n' from release")
                .update();
        assertThat(export(ReleaseScope.ALL).releases()).isEqualTo(2_503);
        database.jdbc()
                .sql("update media set name = 'm' where cloud_id = 'x' and release_id::text < '8'")
                .update();

        assertThat(export(ReleaseScope.ALL).written()).isBetween(2_000L, 3_000L);

        List<String> differences = new ArrayList<>();
        try (CatalogSnapshot snapshot = snapshot()) {
            ExportCheck.check(out, Set.of(), snapshot, differences::add);
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void aReleaseWhoseLastMediumWentIsEmptyAndOneThatWentIsGone() throws IOException {
        export(ReleaseScope.ALL);

        database.jdbc()
                .sql("delete from media where release_id = '" + ONE + "'")
                .update();
        database.jdbc().sql("delete from release where id = '" + TWO + "'").update();
        export(ReleaseScope.ALL);

        assertThat(out.resolve("releases/0b/" + ONE + ".json")).hasContent("{\"success\":true,\"data\":[]}");
        assertThat(out.resolve("releases/fb/" + TWO + ".json")).doesNotExist();
        assertThat(Files.readAllLines(out.resolve("bundle/media.ndjson"))).isEmpty();
    }

    @Test
    void whatChangedSinceIsExportedAlone() throws IOException {
        Optional<Instant> since = Optional.of(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(export(ReleaseScope.ALL.since(since)).releases()).isZero();
        database.jdbc()
                .sql("update media set updated_at = '2026-01-01Z' where release_id = '" + TWO + "' and cloud_id = 'c2'")
                .update();

        ExportReport report = export(ReleaseScope.ALL.since(since));

        assertThat(report.releases()).isEqualTo(1);
        assertThat(Files.readAllLines(out.resolve("bundle/media.ndjson")))
                .hasSize(2)
                .allMatch(line -> line.contains(TWO));
        assertThat(ExportedFiles.in(out)).noneMatch(path -> path.contains(ONE));
    }

    @Test
    void aRowThatCannotBeShownIsNamedAndNothingIsPublished() throws IOException {
        export(ReleaseScope.ALL);
        ExportedFiles.age(out);
        database.jdbc()
                .sql("alter table media drop constraint media_type_check")
                .update();
        Long row = database.jdbc()
                .sql("update media set type = 'hologram' where release_id = '" + TWO
                        + "' and cloud_id = 'c2' returning id")
                .query(Long.class)
                .single();

        assertThatThrownBy(() -> export(ReleaseScope.ALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("release " + TWO + " of tenant acme: media " + row + ": type must be one of ")
                .hasMessageContaining("not \"hologram\"");

        assertThat(ExportedFiles.touched(out)).isEmpty();
        assertThat(out.resolve(".staging")).doesNotExist();
    }

    @Test
    void tenantsAreSorted() throws IOException {
        try (CatalogSnapshot snapshot = snapshot()) {
            assertThat(snapshot.tenants(ReleaseScope.ALL)).containsExactly("acme", "b");
            assertThat(snapshot.tenants(ReleaseScope.ALL.ofTenant("b"))).containsExactly("b");
        }
    }

    private CatalogSnapshot snapshot() throws IOException {
        return new MediaStore(database.dataSource()).snapshot();
    }

    private ExportReport export(ReleaseScope scope) throws IOException {
        ExportSettings settings = ExportSettings.of(ExportFormat.values());
        try (CatalogSnapshot snapshot = snapshot()) {
            return new CatalogExport(out, settings, "1", Clock.systemUTC()).export(scope, snapshot, () -> {});
        }
    }
}
