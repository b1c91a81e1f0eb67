package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.catalog.CatalogImport;
import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseFingerprint;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseJson;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was exported is what the database holds, for whatever reads it, and comes back whole. */
class RoundTripTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @TempDir
    private static Path folder;

    private static final Map<ReleaseId, Release> RELEASES = new TreeMap<>();

    private static final List<ReleaseFingerprint> FINGERPRINTS = new ArrayList<>();
    private static final List<ReleaseFingerprint> OF_DATABASE = new ArrayList<>();

    private static List<String> catalogue = List.of();

    @BeforeAll
    static void export() throws Exception {
        AwkwardMedia awkward = new AwkwardMedia(Long.getLong("seed", 4711));
        List<Release> generated = new ArrayList<>(awkward.releases(150, "acme", "b \"c\", \n\uD83C\uDFB5"));
        generated.add(
                InMemoryCatalog.release(new UUID(1, 2).toString(), "acme", awkward.large("1"), awkward.large("2")));
        try (TestDatabase database = TestDatabase.create()) {
            importRecords(generated, database);
            export(database, folder.resolve("first"));
            catalogue = rows(database);
            try (CatalogSnapshot snapshot = new MediaStore(database.dataSource()).snapshot()) {
                snapshot.forEachRelease(ReleaseScope.ALL, stored -> {
                    RELEASES.put(stored.id(), stored.release());
                    FINGERPRINTS.add(stored.fingerprint());
                });
                snapshot.forEachFingerprint(ReleaseScope.ALL, OF_DATABASE::add);
            }
        }
        assertThat(RELEASES).hasSize(generated.size());
    }

    @AfterAll
    static void forget() {
        RELEASES.clear();
        FINGERPRINTS.clear();
        OF_DATABASE.clear();
    }

    @Test
    void theDatabaseMakesTheSameFingerprints() {
        assertThat(FINGERPRINTS).hasSameSizeAs(RELEASES.keySet()).isEqualTo(OF_DATABASE);
    }

    @Test
    void anExportComesBackByteForByte() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            var outcome = new CatalogImport(database.dataSource()).importPath(folder.resolve("first"), "none");
            assertThat(outcome.problems()).isEmpty();
            assertThat(rows(database)).isEqualTo(catalogue).hasSizeGreaterThan(RELEASES.size());
            export(database, folder.resolve("of-bundle"));
        }

        assertSameFiles("first", "of-bundle");
    }

    /** All that the catalogue knows of releases and media, whatever the ids of its rows and its clock. */
    private static List<String> rows(TestDatabase database) {
        return database.jdbc()
                .sql("select concat_ws('|', r.id, r.tenant_id, coalesce(r.title, '-'), coalesce(r.status, '-'),"
                        + " m.track_id, m.cloud_id, m.cloud_url, m.type, m.name, m.is_link, m.release_path, m.metadata)"
                        + " from release r left join media m on m.release_id = r.id"
                        + " order by r.id, m.position, m.id")
                .query(String.class)
                .list();
    }

    @Test
    void theFilesOfReleasesComeBackByteForByte() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            var outcome = new CatalogImport(database.dataSource()).importPath(folder.resolve("first/releases"), "acme");
            assertThat(outcome.problems()).isEmpty();
            database.jdbc()
                    .sql("insert into release (id, tenant_id) values ('00000000-0000-0000-0000-0000000000ff', 'acme')")
                    .update(); // without media
            export(database, folder.resolve("of-files"));
        }
        try (TestDatabase database = TestDatabase.create()) {
            new CatalogImport(database.dataSource()).importPath(folder.resolve("of-files/releases"), "acme");
            export(database, folder.resolve("again"));
        }

        assertSameFiles("of-files", "again");
        for (String path : ExportedFiles.in(folder.resolve("first/releases"))) {
            assertThat(folder.resolve("of-files/releases").resolve(path))
                    .hasSameBinaryContentAs(folder.resolve("first/releases").resolve(path));
        }
    }

    @Test
    void csvHoldsTheSameMediaAsJson() throws IOException {
        for (Release release : RELEASES.values()) {
            List<Media> read = new ArrayList<>();
            for (CSVRecord row : csv(folder.resolve("first").resolve(ExportFormat.CSV.path(release.id())))) {
                assertThat(row.get("releaseId")).isEqualTo(release.id().toString());
                read.add(media(row));
            }
            assertThat(new String(ReleaseJson.render(read), StandardCharsets.UTF_8))
                    .isEqualTo(Files.readString(folder.resolve("first").resolve(ExportFormat.JSON.path(release.id()))));
        }
    }

    @Test
    void duckDbReadsParquetAsTheDatabaseIs() throws Exception {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            assertThat(first(
                            statement,
                            "select distinct compression from parquet_metadata(" + file("media.parquet") + ")"))
                    .isEqualTo("ZSTD");
            assertThat(columns(statement, file("media.parquet")))
                    .containsEntry("isLink", "BOOLEAN")
                    .containsEntry("duration", "DOUBLE")
                    .containsEntry("fileSize", "BIGINT")
                    .containsEntry("processedAt", "TIMESTAMP WITH TIME ZONE")
                    .containsEntry("bitrate", "VARCHAR");
            try (ResultSet rows = statement.executeQuery("select * from " + file("media.parquet"))) {
                for (Release release : RELEASES.values()) {
                    for (Media media : release.media()) {
                        assertThat(rows.next()).isTrue();
                        assertPlainColumns(rows, release, media);
                        assertSameValues(metadata(rows), media.metadata().json());
                    }
                }
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void duckDbReadsNdjsonAsTheDatabaseIs() throws Exception {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            String columns =
                    "{releaseId:'VARCHAR',tenantId:'VARCHAR',trackId:'VARCHAR',cloudId:'VARCHAR',cloudUrl:'VARCHAR',"
                            + "type:'VARCHAR',name:'VARCHAR',isLink:'BOOLEAN',releasePath:'VARCHAR',metadata:'JSON'}";
            try (ResultSet rows = statement.executeQuery("select * from read_json(" + file("media.ndjson")
                    + ", format='newline_delimited', maximum_object_size=33554432, columns=" + columns + ")")) {
                for (Release release : RELEASES.values()) {
                    for (Media media : release.media()) {
                        assertThat(rows.next()).isTrue();
                        assertPlainColumns(rows, release, media);
                        ObjectNode metadata = (ObjectNode) JSON.readTree(rows.getString("metadata"));
                        assertThat(metadata.propertyNames())
                                .containsExactlyElementsOf(media.metadata().keys());
                        // DuckDB's reader of JSON keeps numbers as doubles.
                        assertSameValues(
                                metadata,
                                media.metadata().json(),
                                Comparator.comparingDouble(
                                        number -> number.decimalValue().doubleValue()));
                    }
                }
                assertThat(rows.next()).isFalse();
            }
            assertThat(first(statement, "select count(*) from " + file("media.ndjson")))
                    .isEqualTo(rows());
        }
    }

    @Test
    void duckDbReadsReleasesAsTheDatabaseIs() throws Exception {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + file("releases.ndjson"))) {
            for (Release release : RELEASES.values()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("releaseId")).isEqualTo(release.id().toString());
                assertThat(rows.getString("tenantId")).isEqualTo(release.tenantId());
                assertThat(Optional.ofNullable(rows.getString("title"))).isEqualTo(release.title());
                assertThat(Optional.ofNullable(rows.getString("status"))).isEqualTo(release.status());
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void theSchemasNameWhatTheBundlesHave() throws Exception {
        JsonNode bigQuery = JSON.readTree(folder.resolve("first/bundle/schema.json"));
        JsonNode line = JSON.readTree(
                Files.readAllLines(folder.resolve("first/bundle/media.ndjson")).get(0));
        assertThat(bigQuery.valueStream().map(field -> field.get("name").stringValue()))
                .containsExactlyElementsOf(line.propertyNames());

        JsonNode resources =
                JSON.readTree(folder.resolve("first/bundle/datapackage.json")).get("resources");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (JsonNode resource : resources) {
                Map<String, String> columns =
                        columns(statement, file(resource.get("path").stringValue()));
                assertThat(resource.get("schema").get("fields").valueStream().map(field -> field.get("name")
                                .stringValue()))
                        .containsExactlyElementsOf(columns.keySet());
                assertThat(resource.get("schema")
                                .get("fields")
                                .valueStream()
                                .allMatch(field -> field.has("description") && field.has("type")))
                        .isTrue();
            }
        }
    }

    /** BigQuery takes types from a Parquet file itself, so they have to be the schemas'. */
    @Test
    void theSchemasHaveTheTypesOfTheParquetFile() throws Exception {
        Map<String, String> columns;
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            columns = columns(statement, file("media.parquet"));
        }
        Map<String, String> ofFrictionless = Map.of(
                "string",
                "VARCHAR",
                "number",
                "DOUBLE",
                "integer",
                "BIGINT",
                "boolean",
                "BOOLEAN",
                "datetime",
                "TIMESTAMP WITH TIME ZONE",
                "object",
                "VARCHAR");
        JsonNode parquet = JSON.readTree(folder.resolve("first/bundle/datapackage.json"))
                .get("resources")
                .valueStream()
                .filter(resource -> resource.get("path").stringValue().equals("media.parquet"))
                .findFirst()
                .orElseThrow();
        for (JsonNode field : parquet.get("schema").get("fields")) {
            assertThat(columns.get(field.get("name").stringValue()))
                    .as(field.toString())
                    .isEqualTo(ofFrictionless.get(field.get("type").stringValue()));
        }
        Map<String, String> ofBigQuery = Map.of("STRING", "VARCHAR", "BOOL", "BOOLEAN");
        for (JsonNode field : JSON.readTree(folder.resolve("first/bundle/schema.json"))) {
            String name = field.get("name").stringValue();
            if (columns.containsKey(name)) {
                assertThat(columns.get(name))
                        .as(field.toString())
                        .isEqualTo(ofBigQuery.get(field.get("type").stringValue()));
            } else {
                assertThat(field.get("type").stringValue()).as(name).isEqualTo("JSON");
            }
        }
    }

    private static Map<String, String> columns(Statement statement, String file) throws Exception {
        Map<String, String> columns = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery("describe select * from " + file)) {
            while (rows.next()) {
                columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }

    @Test
    void compressedBundlesHoldTheSame() throws Exception {
        byte[] plain = Files.readAllBytes(folder.resolve("first/bundle/media.ndjson"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (ExportSettings.Compression compression :
                    List.of(ExportSettings.Compression.GZIP, ExportSettings.Compression.ZSTD)) {
                ExportSettings settings = new ExportSettings(
                        List.of(ExportFormat.NDJSON),
                        ExportSettings.Layout.FLAT,
                        false,
                        ExportSettings.SignedUrls.KEEP,
                        compression);
                Path out = folder.resolve(compression.toString());
                new CatalogExport(out, settings, "1", Clock.systemUTC())
                        .export(
                                ReleaseScope.ALL,
                                new InMemoryCatalog(RELEASES.values().toArray(new Release[0])),
                                () -> {});
                Path bundle = out.resolve(BundleFile.MEDIA_NDJSON.path(settings));
                assertThat(Files.size(bundle)).isLessThan(plain.length / 2);
                assertThat(first(
                                statement,
                                "select count(*) from read_json('" + bundle + "', columns={cloudId:'VARCHAR'},"
                                        + " maximum_object_size=33554432)"))
                        .isEqualTo(rows());
                try (TestDatabase database = TestDatabase.create()) {
                    new CatalogImport(database.dataSource()).importPath(out, "none");
                    assertThat(rows(database)).isEqualTo(catalogue);
                }
            }
        }
    }

    private static void importRecords(List<Release> releases, TestDatabase database) throws Exception {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Release release : releases) {
            lines.write(ReleaseJson.renderRecord(release));
            lines.write('\n');
            for (Media media : release.media()) {
                lines.write(ReleaseJson.renderRecord(release, media));
                lines.write('\n');
            }
        }
        new CatalogImport(database.dataSource())
                .importLines(new ByteArrayInputStream(lines.toByteArray()), "generated", "none");
    }

    private static void export(TestDatabase database, Path out) throws IOException {
        try (CatalogSnapshot snapshot = new MediaStore(database.dataSource()).snapshot()) {
            new CatalogExport(out, ExportSettings.of(ExportFormat.values()), "1", Clock.systemUTC())
                    .export(ReleaseScope.ALL, snapshot, () -> {});
        }
    }

    private static void assertSameFiles(String one, String other) throws IOException {
        List<String> paths = ExportedFiles.in(folder.resolve(one));
        assertThat(ExportedFiles.in(folder.resolve(other))).isEqualTo(paths);
        for (String path : paths) {
            if (!path.equals("manifest.json")) {
                assertThat(folder.resolve(other).resolve(path))
                        .hasSameBinaryContentAs(folder.resolve(one).resolve(path));
            }
        }
        assertThat(ManifestReader.files(folder.resolve(other).resolve("manifest.json")))
                .isEqualTo(ManifestReader.files(folder.resolve(one).resolve("manifest.json")));
    }

    private static CSVParser csv(Path file) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setNullString("")
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .get()
                .parse(new StringReader(Files.readString(file)));
    }

    private static Media media(CSVRecord row) {
        ObjectNode metadata = JSON.createObjectNode();
        for (String key : MediaMetadata.CONTRACT_KEYS) {
            String cell = row.get(key);
            if (cell != null) {
                boolean bare = List.of("duration", "fileSize", "linkValidated").contains(key);
                metadata.set(key, bare ? JSON.readTree(cell) : JSON.valueToTree(cell));
            }
        }
        if (row.get("additional") != null) {
            metadata.setAll((ObjectNode) JSON.readTree(row.get("additional")));
        }
        return new Media(
                Optional.empty(),
                row.get("cloudId"),
                row.get("cloudUrl"),
                MediaType.ofKey(row.get("type")).orElseThrow(),
                Optional.ofNullable(row.get("name")).orElse(""),
                Boolean.parseBoolean(row.get("isLink")),
                Optional.ofNullable(row.get("releasePath")),
                MediaMetadata.parse(metadata.toString()));
    }

    private static void assertPlainColumns(ResultSet row, Release release, Media media) throws Exception {
        assertThat(row.getString("releaseId")).isEqualTo(release.id().toString());
        assertThat(row.getString("tenantId")).isEqualTo(release.tenantId());
        assertThat(row.getString("trackId"))
                .isEqualTo(media.trackId().map(UUID::toString).orElse(null));
        assertThat(row.getString("cloudId")).isEqualTo(media.cloudId());
        assertThat(row.getString("cloudUrl")).isEqualTo(media.cloudUrl());
        assertThat(row.getString("type")).isEqualTo(media.type().key());
        assertThat(row.getString("name")).isEqualTo(media.name());
        assertThat(row.getBoolean("isLink")).isEqualTo(media.isLink());
        assertThat(row.getString("releasePath")).isEqualTo(media.releasePath().orElse(null));
    }

    private static ObjectNode metadata(ResultSet row) throws Exception {
        ObjectNode metadata = JSON.createObjectNode();
        for (String key : List.of("bitrate", "sampleRate", "channels", "codec", "mimeType")) {
            if (row.getString(key) != null) {
                metadata.put(key, row.getString(key));
            }
        }
        if (row.getObject("duration") != null) {
            metadata.put("duration", BigDecimal.valueOf(row.getDouble("duration")));
        }
        if (row.getObject("fileSize") != null) {
            metadata.put("fileSize", row.getLong("fileSize"));
        }
        if (row.getObject("linkValidated") != null) {
            metadata.put("linkValidated", row.getBoolean("linkValidated"));
        }
        if (row.getObject("processedAt") instanceof OffsetDateTime time) {
            Instant instant = time.toInstant();
            metadata.put("processedAt", instant.toString());
        }
        if (row.getString("additional") != null) {
            metadata.setAll((ObjectNode) JSON.readTree(row.getString("additional")));
        }
        return metadata;
    }

    /** Numbers count by their value: a column has no trailing zeros. */
    private static void assertSameValues(JsonNode actual, JsonNode expected) {
        assertSameValues(actual, expected, Comparator.comparing(JsonNode::decimalValue));
    }

    private static void assertSameValues(JsonNode actual, JsonNode expected, Comparator<JsonNode> ofNumbers) {
        assertThat(actual.equals(
                        (one, other) -> one.isNumber() && other.isNumber()
                                ? ofNumbers.compare(one, other)
                                : one.equals(other) ? 0 : 1,
                        expected))
                .as("%s is %s", actual, expected)
                .isTrue();
    }

    private static String rows() {
        return Long.toString(RELEASES.values().stream()
                .mapToLong(release -> release.media().size())
                .sum());
    }

    private static String first(Statement statement, String query) throws Exception {
        try (ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String file(String name) {
        return "'" + folder.resolve("first/bundle").resolve(name) + "'";
    }
}
