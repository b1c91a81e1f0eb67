package io.releasemedia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.probe.format.Field;
import io.releasemedia.testing.CommandLine;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The sample job as a newcomer runs it: from the jar, as a process of its own, on the embedded database. */
@TestMethodOrder(OrderAnnotation.class)
class SampleJobIT {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int RELEASES = 15;
    private static final int RECORDS = 67;
    private static final int FAILED = 3;
    private static final int LINKS = 10;

    @TempDir
    private static Path folder;

    private static CommandLine.Result first;

    @BeforeAll
    static void run() throws Exception {
        first = CommandLine.ofJar(folder).run("run", sample(), "--set", "export.out=exports", "--json");
    }

    @Test
    @Order(1)
    void itEndsWithItsBrokenFilesListed() {
        assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.SOME_FAILED);
        JsonNode summary = JSON.readTree(first.lastLine());
        assertThat(summary.get("status").stringValue()).isEqualTo("completed");
        assertThat(summary.get("selected").intValue()).isEqualTo(RECORDS);
        assertThat(summary.get("failed").intValue()).isEqualTo(FAILED);
        assertThat(summary.get("enriched").intValue() + summary.get("unchanged").intValue())
                .isEqualTo(RECORDS - FAILED);
        assertThat(summary.get("links")
                        .valueStream()
                        .mapToInt(JsonNode::intValue)
                        .sum())
                .as("whatever the network says, links have a verdict")
                .isEqualTo(LINKS);
        assertThat(summary.get("exported").intValue()).isEqualTo(RELEASES);
        assertThat(first.out().lines().limit(FAILED).map(line -> JSON.readTree(line)
                        .get("status")
                        .stringValue()))
                .containsExactlyInAnyOrder("mismatch", "mismatch", "unreadable");
    }

    @Test
    @Order(2)
    void everyReleaseIsExportedAndFitsTheContract() throws IOException {
        String document = Files.readString(Path.of("src/main/resources/openapi.yaml"));
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document + "\n$ref: '#/components/schemas/MediaList'\n", InputFormat.YAML);
        List<Path> files = files(".json");
        assertThat(files).hasSize(RELEASES);
        for (Path file : files) {
            assertThat(file.getParent().getFileName())
                    .hasToString(file.getFileName().toString().substring(0, 2));
            assertThat(schema.validate(Files.readString(file), InputFormat.JSON))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    @Test
    @Order(3)
    void factsHaveTheContractsTypes() throws IOException {
        Map<String, JsonNode> media = mediaByName();
        JsonNode flac = media.values().stream()
                .map(one -> one.get("metadata"))
                .filter(metadata -> metadata.path("codec").asString("").equals("flac"))
                .findFirst()
                .orElseThrow();
        assertThat(flac.get("duration").isNumber()).isTrue();
        assertThat(flac.get("fileSize").isIntegralNumber()).isTrue();
        assertThat(flac.get("bitrate").isString()).isTrue();
        assertThat(flac.get("sampleRate").isString()).isTrue();
        assertThat(flac.get("channels").isString()).isTrue();
        assertThat(flac.get("mimeType").stringValue()).isEqualTo("audio/flac");
        assertThat(flac.get("processedAt").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }

    @Test
    @Order(4)
    void keysThatNobodyKnowsSurvive() throws IOException {
        Map<String, JsonNode> exported = mediaById();
        List<String> known = Stream.concat(
                        MediaMetadata.CONTRACT_KEYS.stream(),
                        Arrays.stream(Field.values()).map(Field::key))
                .toList();
        int compared = 0;
        for (String line : Files.readAllLines(Path.of("sample-data/media.ndjson"))) {
            JsonNode record = JSON.readTree(line);
            if (!record.has("cloudId")) {
                continue;
            }
            JsonNode after = exported.get(record.get("releaseId").stringValue()
                    + record.get("cloudId").stringValue());
            assertThat(after.get("name")).isEqualTo(record.get("name"));
            for (Map.Entry<String, JsonNode> property : record.path("metadata").properties()) {
                if (!known.contains(property.getKey())) {
                    assertThat(after.get("metadata").get(property.getKey())).isEqualTo(property.getValue());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    @Order(5)
    void csvHoldsTheSameData() throws IOException {
        for (Path file : files(".csv")) {
            Path json = file.resolveSibling(file.getFileName().toString().replace(".csv", ".json"));
            JsonNode data = JSON.readTree(json).get("data");
            try (Reader reader = Files.newBufferedReader(file);
                    CSVParser parser = CSVFormat.RFC4180
                            .builder()
                            .setHeader()
                            .setSkipHeaderRecord(true)
                            .get()
                            .parse(reader)) {
                List<JsonNode> rows = new ArrayList<>();
                for (CSVRecord record : parser) {
                    rows.add(media(record));
                }
                assertThat(rows)
                        .as(file.toString())
                        .isEqualTo(data.valueStream().toList());
            }
        }
    }

    @Test
    @Order(6)
    void aSecondRunChangesNothing() throws Exception {
        Map<String, String> before = state();

        CommandLine.Result second = commandLine().run("run", sample(), "--set", "export.out=exports", "--json");

        assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCode.DONE);
        assertThat(JSON.readTree(second.lastLine()).get("selected").intValue()).isZero();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    @Order(7)
    void statusShowsRunsAndFailures() throws Exception {
        assertThat(commandLine().run("status").out()).contains("sample", "completed");
        CommandLine.Result one = commandLine().run("status", "1");
        assertThat(one.out()).contains("unreadable", "no such file", "mismatch");
        assertThat(commandLine().run("status", "99").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    @Order(8)
    void anExportByItselfEqualsTheRuns() throws Exception {
        CommandLine.Result result = commandLine().run("export", "--out", "again");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        for (Path file : files(".json")) {
            Path other =
                    folder.resolve("again").resolve(folder.resolve("exports").relativize(file));
            assertThat(other).hasSameBinaryContentAs(file);
        }
    }

    @Test
    @Order(9)
    void aKilledRunIsTakenUpAndEndsAsIfItHadNotBeenKilled(@TempDir Path other) throws Exception {
        for (long delay = 2_000; delay <= 4_000; delay += 500) {
            Path killed = Files.createDirectory(other.resolve("after-" + delay));
            CommandLine commands = CommandLine.in(killed);
            Process process = commands.start(
                    killed.resolve("out"), killed.resolve("err"), "run", sample(), "--set", "export.out=exports");
            process.waitFor(delay, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();

            CommandLine.Result result = commands.run("run", sample(), "--set", "export.out=exports", "--json");

            assertThat(result.exitCode()).as(result.err()).isIn(ExitCode.DONE, ExitCode.SOME_FAILED);
            assertThat(timeless(killed.resolve("exports"))).isEqualTo(timeless(folder.resolve("exports")));
            assertThat(killed.resolve("exports/_SUCCESS")).exists();
        }
        assertThat(postgresProcesses(other)).isEmpty();
        assertThat(postgresProcesses(folder)).isEmpty();
    }

    private static CommandLine commandLine() {
        return CommandLine.in(folder);
    }

    private static String sample() {
        return Path.of("jobs/sample.yaml").toAbsolutePath().toString();
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve("exports/releases"))) {
            return walk.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, JsonNode> mediaByName() throws IOException {
        Map<String, JsonNode> media = new HashMap<>();
        for (Path file : files(".json")) {
            JSON.readTree(file)
                    .get("data")
                    .forEach(one -> media.put(one.get("name").stringValue(), one));
        }
        return media;
    }

    private static Map<String, JsonNode> mediaById() throws IOException {
        Map<String, JsonNode> media = new HashMap<>();
        for (Path file : files(".json")) {
            String release = file.getFileName().toString().replace(".json", "");
            JSON.readTree(file)
                    .get("data")
                    .forEach(one -> media.put(release + one.get("cloudId").stringValue(), one));
        }
        return media;
    }

    /** Every file with its time and content. */
    private static Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder.resolve("exports"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                state.put(file.toString(), Files.getLastModifiedTime(file) + Files.readString(file));
            }
        }
        return state;
    }

    /** Every released JSON without the times at which runs did their work. */
    private static Map<String, String> timeless(Path exports) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(exports.resolve("releases"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                content.put(
                        exports.relativize(file).toString(),
                        Files.readString(file).replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME"));
            }
        }
        return content;
    }

    private static List<String> postgresProcesses(Path home) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains("postgres") && command.contains(home.toString()))
                .toList();
    }

    private static JsonNode media(CSVRecord row) {
        ObjectNode media = JSON.createObjectNode();
        media.put("cloudId", row.get("cloudId"));
        media.put("cloudUrl", row.get("cloudUrl"));
        media.put("type", row.get("type"));
        media.put("name", row.get("name"));
        media.put("isLink", Boolean.parseBoolean(row.get("isLink")));
        media.put("releasePath", row.get("releasePath").isEmpty() ? null : row.get("releasePath"));
        ObjectNode metadata = media.putObject("metadata");
        for (String key : List.of("bitrate", "sampleRate", "channels", "codec", "mimeType", "processedAt")) {
            if (!row.get(key).isEmpty()) {
                metadata.put(key, row.get(key));
            }
        }
        for (String key : List.of("duration", "fileSize", "linkValidated")) {
            if (!row.get(key).isEmpty()) {
                metadata.set(key, JSON.readTree(row.get(key)));
            }
        }
        if (!row.get("additional").isEmpty()) {
            JSON.readTree(row.get("additional"))
                    .properties()
                    .forEach(property -> metadata.set(property.getKey(), property.getValue()));
        }
        return media;
    }
}
