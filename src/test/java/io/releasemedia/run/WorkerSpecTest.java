package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.job.JobFile;
import io.releasemedia.job.JobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A job reaches a worker as its manager read it. */
class WorkerSpecTest {

    @TempDir
    private Path folder;

    @Test
    void everyKeyArrives() throws Exception {
        Files.createDirectory(folder.resolve("media ä"));
        Files.writeString(folder.resolve("in.ndjson"), "");
        JobSpec spec = read("""
                job: nightly
                import: in.ndjson
                select:
                  tenants: [acme, "b c"]
                  types: [audio, video]
                  releases: [550E8400-e29b-41d4-a716-446655440000]
                  failed: true
                source: {roots: ["media ä"], reprobeAfter: 365d, checkRemoteAfter: 7d}
                net: {allow: [10.0.0.0/8, "fd00::/8"]}
                links: {recheckAfter: 12h, perHost: 2, inFlight: 16, probe: true, contact: "mailto:ops@example.com"}
                export: {out: ../out, formats: [csv], layout: by-tenant, compression: zstd}
                retry: {first: 1m, longest: 1d, attempts: 5}
                execution: {mode: remote-only, linkSlices: 3, threads: 3, timeLimit: 90s, timeBudget: 2h}
                metrics: {file: media.prom, port: 9464}
                """);

        assertThat(received(spec)).isEqualTo(spec);
    }

    @Test
    void whatIsAbsentStaysAbsent() throws Exception {
        JobSpec spec = read("job: small\n");

        assertThat(received(spec)).isEqualTo(spec);
    }

    private JobSpec read(String yaml) throws Exception {
        return JobFile.read(Files.writeString(folder.resolve("job.yaml"), yaml), List.of(), Set.of("json", "csv"));
    }

    private static JobSpec received(JobSpec spec) {
        return new PartitionBook.Origin(1, 1, new JsonMapper().writeValueAsString(spec), false).jobSpec();
    }
}
