package io.releasemedia.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One process and one home: what a database is, and what is said where it cannot be. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPostgresTest {

    @RegisterExtension
    static final Homes HOMES = new Homes();

    private static Path sharedHome = Path.of("");
    private static @Nullable EmbeddedPostgres shared;

    @BeforeAll
    static void openShared() throws Exception {
        sharedHome = HOMES.home();
        shared = EmbeddedPostgres.open(sharedHome);
    }

    @AfterAll
    static void closeShared() throws Exception {
        if (shared != null) {
            shared.close();
        }
    }

    @Test
    void createsEverythingInAnEmptyPlaceAndLeavesNoProcess() throws Exception {
        Path home = HOMES.root().resolve("new").resolve(".release-media");
        try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
            assertThat(database.url()).matches("jdbc:postgresql://127\\.0\\.0\\.1:\\d+/release_media");
            assertThat(ask(database, "SELECT current_database()")).isEqualTo("release_media");
            assertThat(Homes.servers(home)).isPositive();
        }
        assertThat(Homes.servers(home)).isZero();
        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
        assertThat(DurableFiles.entries(home, ".")).isEmpty();
    }

    @Test
    void keepsDataFromOneOpeningToTheNext() throws Exception {
        Path home = HOMES.home();
        try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
            tell(database, "CREATE TABLE kept (word text)");
            tell(database, "INSERT INTO kept VALUES ('Grüße 🎵 שלום')");
        }
        try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
            assertThat(ask(database, "SELECT word FROM kept")).isEqualTo("Grüße 🎵 שלום");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "full_page_writes, on",
        "synchronous_commit, on",
        "data_checksums, on",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "password_encryption, scram-sha-256",
        "server_encoding, UTF8",
        "max_connections, 100",
    })
    void runsWithDurableAndClosedSettings(String setting, String value) throws Exception {
        assertThat(ask(shared(), "SHOW " + setting)).isEqualTo(value);
    }

    @Test
    void knowsLettersByUnicodeWhateverTheSystemSpeaks() throws Exception {
        assertThat(ask(shared(), "SELECT upper('é')")).isEqualTo("É");
        assertThat(ask(
                        shared(),
                        "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database"
                                + " WHERE datname = current_database()"))
                .isEqualTo("b C.UTF-8");
    }

    @Test
    void asksForAPasswordThatOnlyItsOwnerCanRead() throws Exception {
        EmbeddedPostgres database = shared();
        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.user(), "guess")
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThat(database.password()).hasSizeGreaterThanOrEqualTo(32);
        Path file = sharedHome.resolve("data/release-media.password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(sharedHome.resolve("data/pg_hba.conf"))
                        .lines()
                        .filter(line -> !line.startsWith("#")))
                .noneMatch(line -> line.contains("trust"));
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.contains(database.password()));
    }

    @Test
    void isSharedByAllThatOpenItInOneProcess() throws Exception {
        Path home = HOMES.home();
        EmbeddedPostgres first = EmbeddedPostgres.open(home);
        EmbeddedPostgres second = EmbeddedPostgres.open(home.resolve("../" + home.getFileName()));
        assertThat(second.url()).isEqualTo(first.url());
        first.close();
        first.close();
        assertThat(ask(second, "SELECT 1")).isEqualTo("1");
        second.close();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void livesInAFolderWithSpacesAndQuotes() throws Exception {
        Path home = HOMES.emptyHome(HOMES.root(), "it's a \t(folder) & more; #1");
        try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
            assertThat(ask(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesAFolderNameThatAShellWouldChange() throws Exception {
        Path home = HOMES.root().resolve("$(touch x)");
        assertThatThrownBy(() -> EmbeddedPostgres.open(home))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("$(touch x)")
                .hasMessageContaining("RELEASE_MEDIA_HOME");
    }

    @Test
    void namesTheFileThatStandsInTheWay() throws Exception {
        Path file = Files.writeString(HOMES.root().resolve(".release-media"), "notes");
        assertThatThrownBy(() -> EmbeddedPostgres.open(file))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(file + " is a file")
                .hasMessageContaining("RELEASE_MEDIA_HOME");
        assertThatThrownBy(() -> EmbeddedPostgres.open(file.resolve("below")))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("notes");
    }

    @Test
    void namesBothVersionsWhereTheDataAreOfAnother() throws Exception {
        Path home = HOMES.home();
        EmbeddedPostgres.open(home).close();
        Files.writeString(home.resolve("data/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.open(home))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(home.resolve("data") + " was written by PostgreSQL 17")
                .hasMessageContaining("PostgreSQL) 18");
    }

    @Test
    void refusesADataFolderOfSomethingElse() throws Exception {
        Path home = HOMES.emptyHome(HOMES.root(), "home");
        Path foreign =
                Files.writeString(Files.createDirectory(home.resolve("data")).resolve("songs.txt"), "la la");
        assertThatThrownBy(() -> EmbeddedPostgres.open(home))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(home.resolve("data") + " is not a PostgreSQL database");
        assertThat(foreign).hasContent("la la");
    }

    @Test
    void showsTheEndOfTheLogOfAServerThatDoesNotStart() throws Exception {
        Path home = HOMES.home();
        EmbeddedPostgres.open(home).close();
        Files.writeString(home.resolve("data/postgresql.auto.conf"), "shared_buffers = 'plenty'\n");
        assertThatThrownBy(() -> EmbeddedPostgres.open(home))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(home.toString())
                .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"plenty\"");
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void saysThatThePasswordFileIsMissing() throws Exception {
        Path home = HOMES.home();
        EmbeddedPostgres.open(home).close();
        Files.delete(home.resolve("data/release-media.password"));
        assertThatThrownBy(() -> EmbeddedPostgres.open(home))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("release-media.password, is missing");
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void endsInOrderWhenItsThreadIsInterrupted() throws Exception {
        Path home = HOMES.home();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> EmbeddedPostgres.open(home))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Homes.servers(home)).isZero();
        EmbeddedPostgres database = EmbeddedPostgres.open(home);
        Thread.currentThread().interrupt();
        database.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void saysWhatToDoOnAPlatformWithoutPrograms() throws Exception {
        Path home = HOMES.root().resolve("home");
        String machine = System.getProperty("os.arch");
        System.setProperty("os.arch", "pdp11");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.open(home))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("pdp11")
                    .hasMessageContaining("set SPRING_DATASOURCE_URL");
        } finally {
            System.setProperty("os.arch", machine);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, false, postgres-linux-x86_64",
        "Linux, aarch64, false, postgres-linux-arm_64",
        "Linux, amd64, true, postgres-linux-x86_64-alpine_linux",
        "Mac OS X, aarch64, false, postgres-darwin-arm_64",
        "SunOS, sparc, false, postgres-sunos-sparc",
    })
    void findsTheArchiveOfAPlatform(String system, String machine, boolean alpine, String archive) {
        assertThat(Binaries.archiveName(system, machine, alpine)).isEqualTo(archive);
    }

    private static EmbeddedPostgres shared() {
        return Objects.requireNonNull(shared);
    }

    static String ask(EmbeddedPostgres database, String question) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() ? row.getString(1) : "no row";
        }
    }

    static void tell(EmbeddedPostgres database, String command) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
