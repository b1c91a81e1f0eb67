package io.releasemedia.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.catalog.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobFileTest {

    private static final Set<String> FORMATS = Set.of("json", "csv");

    @TempDir
    private Path folder;

    @Test
    void everyKeyIsRead() throws Exception {
        Files.createDirectory(folder.resolve("media"));
        Files.writeString(folder.resolve("in.ndjson"), "");

        JobSpec spec = read("""
                job: nightly
                import: in.ndjson
                enrich: true
                select:
                  tenants: [acme, "b c"]
                  types: audio
                  releases: [550E8400-e29b-41d4-a716-446655440000]
                  failed: true
                source: {roots: [media], reprobeAfter: 365d, checkRemoteAfter: 7d}
                net: {allow: [10.0.0.0/8, "fd00::/8"]}
                links: {recheckAfter: 12h, perHost: 2, perHostPerSecond: 5, inFlight: 16, probe: true,
                  contact: "mailto:ops@example.com"}
                export:
                  out: ../out
                  formats: [csv]
                  layout: by-tenant
                  csv: {spreadsheetSafe: true}
                  signedUrls: strip-query
                  compression: zstd
                retry: {first: 1m, longest: 1d, attempts: 5}
                execution: {threads: 3, chunk: 50, partition: 500, timeLimit: 90s, timeBudget: 2h, grace: 20s,
                  databasePatience: 5m, isolation: process, childHeapMegabytes: 512}
                metrics: {file: media.prom, port: 9464}
                """);

        assertThat(spec.job()).isEqualTo("nightly");
        assertThat(spec.importFrom()).contains(folder.resolve("in.ndjson"));
        assertThat(spec.select().within().tenants()).containsExactlyInAnyOrder("acme", "b c");
        assertThat(spec.select().within().types()).containsExactly(MediaType.AUDIO);
        assertThat(spec.select().within().releases())
                .singleElement()
                .hasToString("550e8400-e29b-41d4-a716-446655440000");
        assertThat(spec.select().failed()).isTrue();
        assertThat(spec.select().force()).isFalse();
        assertThat(spec.source())
                .isEqualTo(new JobSpec.Source(
                        List.of(folder.resolve("media")),
                        Optional.of(Duration.ofDays(365)),
                        Optional.of(Duration.ofDays(7))));
        assertThat(spec.allowedAddresses()).containsExactly("10.0.0.0/8", "fd00::/8");
        assertThat(spec.links())
                .isEqualTo(new JobSpec.Links(true, Duration.ofHours(12), 2, 5, 16, 3, true, "mailto:ops@example.com"));
        assertThat(spec.export())
                .contains(new JobSpec.Export(
                        folder.getParent().resolve("out"), List.of("csv"), "by-tenant", true, "strip-query", "zstd"));
        assertThat(spec.execution())
                .isEqualTo(new JobSpec.Execution(
                        3,
                        50,
                        500,
                        Duration.ofSeconds(90),
                        Optional.of(Duration.ofHours(2)),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(5),
                        JobSpec.Isolation.PROCESS,
                        512));
        assertThat(spec.retry()).isEqualTo(new JobSpec.Retry(Duration.ofMinutes(1), Duration.ofDays(1), 5));
        assertThat(spec.metrics())
                .isEqualTo(new JobSpec.Metrics(Optional.of(folder.resolve("media.prom")), Optional.of(9464)));
    }

    @Test
    void onlyTheNameIsNeeded() throws Exception {
        JobSpec spec = read("job: small\n");

        assertThat(spec.enrich()).isTrue();
        assertThat(spec.export()).isEmpty();
        assertThat(spec.importFrom()).isEmpty();
        assertThat(spec.source().roots()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "job: a\\nexprot: {out: x}|2: unknown key exprot, known are enrich, execution, export, import, job,",
                "job: a\\nexport: {out: x, format: csv}|2: unknown key export.format, known below export are compression,",
                "job: a\\nexport: {out: x, formats: [xml]}|2: export.formats must be one of csv, json, not \"xml\"",
                "job: a\\nexport: {formats: [csv]}|2: export needs the folder to write to: export.out is missing",
                "job: a\\nexport: x|2: export must be a mapping of keys",
                "job: a\\nexport: {out: x, layout: deep}|2: export.layout must be one of flat, by-tenant, not \"deep\"",
                "job: a\\nexport: {out: x, signedUrls: no}|2: export.signedUrls must be one of keep, strip-query",
                "job: a\\nexport: {out: x, compression: lzma}|2: export.compression must be one of none, gzip, zstd",
                "job: a\\nexport: {out: x, csv: {safe: true}}|2: unknown key export.csv.safe, known below export.csv are",
                "job: a\\nselect:\\n  types: [song]|3: select.types must be one of audio, video, image, document",
                "job: a\\nselect:\\n  releases: [1]|3: select.releases must be a release's uuid, not \"1\"",
                "job: a\\nselect:\\n  force: maybe|3: select.force must be true or false, not \"maybe\"",
                "job: a\\nexecution:\\n  chunk: 0|3: execution.chunk must be a whole number from 1 to 10000, not \"0\"",
                "job: a\\nexecution:\\n  chunk: many|3: execution.chunk must be a whole number from 1 to 10000",
                "job: a\\nlinks:\\n  recheckAfter: soon|3: links.recheckAfter must be a duration such as 30s",
                "job: a\\nnet: {allow: [everything]}|2: net.allow must be an address or a range such as 10.1.0.0/16",
                "job: a\\nsource: {roots: [missing]}|which is no folder that can be read",
                "job: a\\nimport: missing.ndjson|2: import names",
                "job: a\\njob: b|2: job stands twice",
                "job: [a|no YAML",
                "job: a b|1: job must be a name of at most 64",
                "- job|expected a mapping of keys",
                "enrich: true|job is missing",
                "job: a\\nenrich: false|there is nothing to do"
            })
    void whatIsWrongIsNamedWithItsLine(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
                .isInstanceOf(JobFileException.class)
                .hasMessageStartingWith(folder.resolve("job.yaml").toString())
                .hasMessageContaining(problem);
    }

    @Test
    void settingsReplaceWhatTheFileSays() throws Exception {
        JobSpec spec = read("job: a\nexport: {out: x, formats: [csv]}\n", "export.out=y", "select.force=true");

        assertThat(spec.export().orElseThrow().out()).isEqualTo(Path.of("y").toAbsolutePath());
        assertThat(spec.export().orElseThrow().formats()).containsExactly("csv");
        assertThat(spec.select().force()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "export|--set export: expected key=value",
                "exprot.out=x|unknown key exprot",
                "execution.chunk=none|--set execution.chunk: execution.chunk must be a whole number",
                "job.name=x|there are no keys below that"
            })
    void wrongSettingsAreNamed(String setting, String problem) {
        assertThatThrownBy(() -> read("job: a\n", setting))
                .isInstanceOf(JobFileException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void anExportIsPlainUnlessTheFileSaysOtherwise() throws Exception {
        assertThat(read("job: a\nexport: {out: x}\n").export())
                .contains(
                        new JobSpec.Export(folder.resolve("x"), List.of("json", "csv"), "flat", false, "keep", "none"));
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> JobFile.read(folder.resolve("none.yaml"), List.of(), FORMATS))
                .hasMessage(folder.resolve("none.yaml") + ": no such job file");
    }

    static Stream<Path> shippedJobs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("jobs"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shippedJobs")
    void shippedJobsAreValidAndNamedAsTheirFiles(Path file) throws Exception {
        assertThat(JobFile.read(file, List.of(), FORMATS).job() + ".yaml")
                .isEqualTo(file.getFileName().toString());
    }

    private JobSpec read(String yaml, String... settings) throws Exception {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, yaml);
        return JobFile.read(file, List.of(settings), FORMATS);
    }
}
