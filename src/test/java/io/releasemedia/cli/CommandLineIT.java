package io.releasemedia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.database.Database;
import io.releasemedia.testing.CommandLine;
import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exit codes and messages of the commands, as processes of their own. */
class CommandLineIT {

    private static final String RELEASE = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";

    private static TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void create() throws IOException, SQLException {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() throws IOException, SQLException {
        database.close();
    }

    @Test
    void withoutACommandItSaysWhatToType() throws Exception {
        CommandLine.Result result = plain().run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(result.err()).contains("a command is missing", "release-media --help");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "import", "export", "status", "probe"})
    void helpShowsAnExample(String command) throws Exception {
        CommandLine.Result result = plain().run(command, "--help");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).containsPattern("Examples?:").contains("release-media " + command);
    }

    @Test
    void wrongOptionsAreNamed() throws Exception {
        CommandLine.Result result = plain().run("export", "--outt", "x");

        assertThat(result.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(result.err()).contains("'release-media export --help'").doesNotContain("\tat ");
    }

    @Test
    void aBadJobFileIsRefusedBeforeAnythingIsTouched() throws Exception {
        Path job = Files.writeString(folder.resolve("job.yaml"), "job: a\nexprot: {out: x}\n");

        CommandLine.Result result = plain().run("run", job.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(result.err()).contains("job.yaml:2: unknown key exprot");
        assertThat(folder.resolve(".release-media")).doesNotExist();
    }

    @Test
    void anExportIsCheckedAndRefusesWhatItCannotMean() throws Exception {
        Path records = Files.writeString(
                folder.resolve("one.ndjson"),
                "{\"tenantId\":\"acme\",\"releaseId\":\"" + RELEASE
                        + "\",\"cloudId\":\"c\",\"cloudUrl\":\"file:c?sig=1\","
                        + "\"type\":\"audio\",\"name\":\"=c\"}\n");
        Path csv = folder.resolve("out/releases/0b/" + RELEASE + ".csv");
        try {
            assertThat(onDatabase().run("import", records.toString()).exitCode())
                    .isZero();

            assertExport(ExitCode.DONE, "Exported 1 releases", "--signed-urls", "strip-query", "--spreadsheet-safe");
            assertThat(csv).content().contains(",file:c,", ",'=c,");
            Files.writeString(csv, "tampered");
            assertExport(ExitCode.SOME_FAILED, RELEASE + ".csv: has 8 bytes", "--check");
            assertExport(ExitCode.WRONG_USAGE, "not with --layout", "--check", "--layout", "by-tenant");
            assertExport(ExitCode.WRONG_USAGE, "expected a time with its zone", "--changed-since", "yesterday");
            assertExport(ExitCode.WRONG_USAGE, "has no release 1bbb", "--release", RELEASE.replace("0bbb", "1bbb"));
            assertExport(ExitCode.COULD_NOT_RUN, "acme alone needs a folder of its own", "--tenant", "acme");
        } finally {
            database.jdbc().sql("truncate release, media").update();
        }
    }

    private void assertExport(int exitCode, String said, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("export", "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(options));

        CommandLine.Result result = onDatabase().run(arguments.toArray(String[]::new));

        assertThat(result.out() + result.err()).contains(said).doesNotContain("\tat ");
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void aBadRecordLineImportsNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("in.ndjson"), "{\"releaseId\":\"" + RELEASE + "\"}\n{\"x\":1}\n");

        CommandLine.Result result = onDatabase().run("import", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(result.err()).contains("in.ndjson:2: unknown key \"x\"").doesNotContain("\tat ");
        assertThat(releases()).isZero();
    }

    @Test
    void aRunWhoseImportIsBadEndsBeforeAnythingIsTouched() throws Exception {
        Files.writeString(folder.resolve("in.ndjson"), "nonsense\n");
        Path job = Files.writeString(
                folder.resolve("job.yaml"), "job: bad-import\nimport: in.ndjson\nexport: {out: exports}\n");

        CommandLine.Result result = onDatabase().run("run", job.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(result.err()).contains("in.ndjson:1: no JSON object").doesNotContain("\tat ");
        assertThat(folder.resolve("exports/_SUCCESS")).doesNotExist();
    }

    @Test
    void aDatabaseThatRefusesIsNamed() throws Exception {
        CommandLine.Result result = plain().with(new Database.Location(
                        Optional.of(
                                new Database.Server("jdbc:postgresql://127.0.0.1:1/none?password=secret", "u", "p")),
                        folder))
                .run("status");

        assertThat(result.exitCode()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(result.err())
                .contains("jdbc:postgresql://127.0.0.1:1/none refuses")
                .doesNotContain("secret")
                .doesNotContain("\tat ");
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void anExportFolderThatCannotBeIsNamedBeforeTheRun() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "");
        Path job = Files.writeString(folder.resolve("job.yaml"), "job: taken\nexport: {out: taken/exports}\n");

        CommandLine.Result result = onDatabase().run("run", job.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(result.err()).contains("export folder " + file).doesNotContain("\tat ");
        assertThat(database.jdbc()
                        .sql("select count(*) from run where job = 'taken'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aSecondRunOfTheSameJobSaysWhoIsAtWork() throws Exception {
        Path job = Files.writeString(folder.resolve("job.yaml"), "job: locked\n");
        try (Connection holder = database.dataSource().getConnection();
                Statement lock = holder.createStatement()) {
            lock.execute("select pg_advisory_lock(hashtextextended('release-media run locked', 0))");
            lock.execute(
                    "insert into run (job, request, state, host, pid, started_at) values ('locked', '{}', 'running',"
                            + " 'there', 7, '2026-01-01T00:00:00Z')");

            CommandLine.Result result = onDatabase().run("run", job.toString());

            assertThat(result.exitCode()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(result.err())
                    .contains("job locked is at work already", "on there, process 7, since 2026-01-01T00:00:00Z");
            lock.execute("select pg_advisory_unlock_all()");
        }
    }

    @Test
    void anUnknownReleaseIsNamed() throws Exception {
        Path job = Files.writeString(folder.resolve("job.yaml"), "job: one\n");

        CommandLine.Result unknown = onDatabase().run("run", job.toString(), "--release", RELEASE);
        CommandLine.Result wrong = onDatabase().run("run", job.toString(), "--release", "first");

        assertThat(unknown.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(unknown.err()).contains("the catalogue has no release " + RELEASE);
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(wrong.err()).contains("--release first: expected a uuid");
    }

    @Test
    void probeAnswersWithoutADatabase() throws Exception {
        Path flac;
        try (var walk = Files.walk(Path.of("sample-data/files"))) {
            flac = walk.filter(file -> file.toString().endsWith(".flac"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
        Path text = Files.writeString(folder.resolve("song.mp3"), "these are words, not sound\n");

        CommandLine.Result result = plain().run("probe", "--json", flac.toString(), text.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
        JsonNode first =
                JsonMapper.shared().readTree(result.out().lines().findFirst().orElseThrow());
        assertThat(first.get("status").stringValue()).isEqualTo("ok");
        assertThat(first.get("metadata").get("codec").stringValue()).isEqualTo("flac");
        assertThat(first.get("metadata").get("sampleRate").isString()).isTrue();
        assertThat(first.get("error").isNull()).isTrue();
        JsonNode second = JsonMapper.shared().readTree(result.lastLine());
        assertThat(second.get("status").stringValue()).isEqualTo("mismatch");
        assertThat(second.get("error").stringValue()).contains("expected audio, found text/plain");
        assertThat(folder.resolve(".release-media")).doesNotExist();
    }

    @Test
    void aFolderIsNoListOfInputs() throws Exception {
        CommandLine.Result result = plain().run("probe", "--files-from", folder.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(result.err())
                .contains(folder + ": is a folder, a file expected")
                .doesNotContain("\tat ");
    }

    @Test
    void dryRunTouchesNothing() throws Exception {
        CommandLine.Result result = onDatabase()
                .run("run", Path.of("jobs/nightly.yaml").toAbsolutePath().toString(), "--dry-run");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("nothing was touched");
    }

    private CommandLine plain() {
        return CommandLine.in(folder);
    }

    private CommandLine onDatabase() {
        return CommandLine.in(folder).with(database.location());
    }

    private static long releases() {
        return database.jdbc()
                .sql("select count(*) from release")
                .query(Long.class)
                .single();
    }
}
