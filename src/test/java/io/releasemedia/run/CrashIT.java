package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.database.Database;
import io.releasemedia.database.EmbeddedPostgres;
import io.releasemedia.testing.CommandLine;
import io.releasemedia.testing.SmallWav;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run at random instants, and starts it again, or its PostgreSQL, which the run starts again by itself: in the
 * end all is as if nobody had been killed, and no record was written twice.
 */
class CrashIT {

    /** Exit code: done, but some records failed. */
    private static final int SOME_FAILED = 1;

    private static final long SEED = 20_261_123;
    private static final int PER_RELEASE = 10;

    /** PostgreSQL is killed instead of the JVM every so many times. */
    private static final int SERVER_EVERY = 4;

    /** What a run leaves: rows without their times, and the ledger. */
    private static final String STATE = """
        select m.release_id || ' ' || m.cloud_id || ' ' || (m.metadata - 'processedAt')::text || ' '
               || (m.metadata ? 'processedAt') || ' ' || e.status || ' ' || coalesce(e.reason, '') || ' ' || e.outcome
               || ' ' || e.facts::text || ' ' || e.attempts || ' ' || (e.next_due_at is null)
        from media m join enrichment e on e.media_id = m.id order by 1
        """;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    @Test
    void fiveKillsLeaveNoTrace() throws Exception {
        crash(2_000, 5);
    }

    @Test
    @Tag("long")
    void fiftyKillsLeaveNoTrace() throws Exception {
        crash(20_000, 50);
    }

    private void crash(int records, int kills) throws Exception {
        writeCatalogue(records);
        Home calm = new Home("calm");
        assertThat(calm.command.run(calm.run()).exitCode()).isEqualTo(SOME_FAILED);
        Home troubled = new Home("troubled");
        troubled.watch();

        List<Integer> instants =
                random.ints(kills, 0, records * 9 / 10).sorted().boxed().toList();
        for (int kill = 0; kill < kills; kill++) {
            troubled.kill(instants.get(kill), kill % SERVER_EVERY == SERVER_EVERY - 1);
        }
        CommandLine.Result last = troubled.command.run(troubled.run());

        assertThat(last.exitCode()).as(last.err()).isEqualTo(SOME_FAILED);
        assertThat(troubled.query(STATE)).isEqualTo(calm.query(STATE)).hasSize(records);
        assertThat(troubled.query(
                        "select media_id || ' ' || count(*) from witness group by media_id having count(*) > 1"))
                .as("records written twice")
                .isEmpty();
        assertThat(troubled.exports()).isEqualTo(calm.exports()).hasSizeGreaterThan(records / PER_RELEASE);
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(folder.toString()))
                        .map(process -> process.info().commandLine().orElse("")))
                .as("processes left")
                .isEmpty();
    }

    private void writeCatalogue(int records) throws IOException {
        Path files = Files.createDirectory(folder.resolve("files"));
        for (int i = 0; i < 20; i++) {
            Files.write(files.resolve(i + ".wav"), SmallWav.of(100 * (i + 1)));
        }
        Files.writeString(files.resolve("20.wav"), "<html>not found</html>");
        Files.write(
                folder.resolve("media.ndjson"),
                IntStream.range(0, records)
                        .mapToObj(i ->
                                "{\"tenantId\":\"t\",\"releaseId\":\"%s\",\"cloudId\":\"c%d\",\"cloudUrl\":\"file:%d.wav\",\"type\":\"audio\",\"name\":\"n\",\"isLink\":false}"
                                        .formatted(new UUID(0x4000, 0x8000000000000000L + i / PER_RELEASE), i, i % 21))
                        .toList());
        Files.writeString(folder.resolve("job.yaml"), """
            job: crash
            source: {roots: [files]}
            execution: {threads: 2, chunk: 20, partition: 1000, databasePatience: 60s}
            export: {out: exports, formats: [json, csv]}
            """);
    }

    /** One home folder with its embedded database and its exports. */
    private final class Home {

        private final Path home;
        private final CommandLine command;
        private Optional<Process> run = Optional.empty();

        Home(String name) throws Exception {
            home = Files.createDirectory(folder.resolve(name));
            command = CommandLine.in(home)
                    .with("RELEASE_MEDIA_HOME", home.resolve("state").toString());
            CommandLine.Result imported =
                    command.run("import", folder.resolve("media.ndjson").toString());
            assertThat(imported.exitCode()).as(imported.err()).isZero();
        }

        String[] run() {
            return new String[] {
                "run", folder.resolve("job.yaml").toString(), "--set", "export.out=" + home.resolve("exports"), "--json"
            };
        }

        /** Counts in the database how often each record is written. */
        void watch() throws Exception {
            try (EmbeddedPostgres server = open();
                    Connection connection = connect(server);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table witness (media_id bigint)");
                statement.execute("create function witness() returns trigger language plpgsql as"
                        + " 'begin insert into witness values (new.media_id); return new; end'");
                statement.execute("create trigger witness after insert or update on enrichment for each row"
                        + " execute function witness()");
            }
        }

        /** Kills the run, or its server, once it has written so many records; a run that was killed is started first. */
        void kill(int records, boolean server) throws Exception {
            Process process = started();
            awaitRecords(process, records);
            assertThat(process.isAlive() || process.exitValue() == SOME_FAILED)
                    .as("it goes on when its server was killed: %s", Files.readString(home.resolve("err")))
                    .isTrue();
            if (server) {
                killServer();
            } else {
                process.destroyForcibly().waitFor();
                run = Optional.empty();
            }
        }

        private Process started() throws Exception {
            if (run.isEmpty()) {
                run = Optional.of(command.start(home.resolve("out"), home.resolve("err"), run()));
                TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1_000));
            }
            return run.get();
        }

        private void awaitRecords(Process run, int records) throws Exception {
            try (EmbeddedPostgres server = open();
                    Connection connection = connect(server);
                    Statement statement = connection.createStatement()) {
                while (run.isAlive()) {
                    try (ResultSet row = statement.executeQuery("select count(*) from enrichment")) {
                        row.next();
                        if (row.getLong(1) >= records) {
                            return;
                        }
                    }
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
        }

        private void killServer() throws IOException {
            Path pid = home.resolve("state").resolve("data").resolve("postmaster.pid");
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0)))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }

        List<String> query(String sql) throws Exception {
            List<String> rows = new ArrayList<>();
            try (EmbeddedPostgres server = open();
                    Connection connection = connect(server);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        }

        /** The exported files without their times. */
        Map<String, String> exports() throws IOException {
            Path releases = home.resolve("exports").resolve("releases");
            try (Stream<Path> files = Files.walk(releases)) {
                return files.filter(Files::isRegularFile)
                        .collect(Collectors.toMap(
                                file -> releases.relativize(file).toString(),
                                CrashIT::withoutTimes,
                                (a, b) -> a,
                                TreeMap::new));
            }
        }

        private EmbeddedPostgres open() throws IOException {
            return EmbeddedPostgres.open(home.resolve("state"));
        }

        private Connection connect(EmbeddedPostgres server) throws SQLException {
            Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
            connection.setSchema(Database.SCHEMA);
            return connection;
        }
    }

    private static String withoutTimes(Path file) {
        try {
            return Files.readString(file).replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "TIME");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
