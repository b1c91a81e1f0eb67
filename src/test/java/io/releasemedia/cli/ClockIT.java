package io.releasemedia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.releasemedia.testing.CommandLine;
import io.releasemedia.testing.MediaServer;
import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The clock of the machine that runs the job is set back by days, in the middle of a run and between two; the database's
 * is not. Needs libfaketime (Debian's package {@code libfaketime}).
 */
@Tag("long")
class ClockIT {

    private static final int RECORDS = 60;

    @TempDir
    private Path folder;

    @Test
    void itsTimesMayBeWrongButNothingIsLostOrDoneTwice() throws Exception {
        Optional<Path> library = library();
        assumeThat(library).as("libfaketime").isPresent();
        Path clock = Files.writeString(folder.resolve("clock"), "+0");
        try (TestDatabase database = TestDatabase.create();
                MediaServer server = MediaServer.start().delay(Duration.ofMillis(10))) {
            catalogue(database, server);
            CommandLine command = CommandLine.in(folder)
                    .with(database.location())
                    .with("LD_PRELOAD", library.get().toString())
                    .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
                    .with("FAKETIME_NO_CACHE", "1")
                    .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            Path job = Files.writeString(folder.resolve("job.yaml"), """
                job: clock
                net: {allow: [127.0.0.1]}
                execution: {threads: 1, chunk: 5, timeBudget: 100s}
                """);
            server.onRequest(path -> {
                if (path.endsWith("-30")) {
                    setBack(clock, 10);
                }
            });

            CommandLine.Result first = command.run("run", job.toString(), "--json");

            assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.DONE);
            JsonNode summary = JsonMapper.shared().readTree(first.lastLine());
            assertThat(summary.get("enriched").intValue()).isEqualTo(RECORDS);
            assertThat(summary.get("seconds").doubleValue()).isBetween(0.0, 100.0);
            assertThat(count(
                            database,
                            "select count(*) from media where (metadata ->> 'processedAt')::timestamptz"
                                    + " < now() - interval '9 days'"))
                    .as("the clock was set back in the middle")
                    .isBetween(1L, RECORDS - 1L);
            assertThat(count(database, "select count(*) from enrichment where next_due_at < now()"))
                    .as("due again by a wrong clock")
                    .isZero();

            setBack(clock, 20);
            CommandLine.Result second = command.run("run", job.toString(), "--json");

            assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCode.DONE);
            assertThat(JsonMapper.shared()
                            .readTree(second.lastLine())
                            .get("selected")
                            .intValue())
                    .isZero();
        }
    }

    /** Files, and a link. */
    private static void catalogue(TestDatabase database, MediaServer server) {
        database.jdbc()
                .sql("insert into release (id, tenant_id) values (gen_random_uuid(), 'acme')")
                .update();
        database.jdbc()
                .sql("insert into media (release_id, cloud_id, cloud_url, type, name, is_link)"
                        + " select id, 'c' || n, :url || n, 'audio', 'n' || n, n = 0"
                        + " from release, generate_series(0, :last) n")
                .param("url", server.url("a-"))
                .param("last", RECORDS - 1)
                .update();
    }

    private static long count(TestDatabase database, String sql) {
        return database.jdbc().sql(sql).query(Long.class).single();
    }

    private static void setBack(Path clock, int days) {
        try {
            Files.writeString(clock, "-" + days + "d");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Optional<Path> library() {
        return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                .map(architecture -> Path.of("/usr/lib", architecture, "faketime", "libfaketime.so.1"))
                .filter(Files::exists)
                .findFirst();
    }
}
