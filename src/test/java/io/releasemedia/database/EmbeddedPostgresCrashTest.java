package io.releasemedia.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is killed, and what another has left, costs no committed row and blocks nobody. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPostgresCrashTest {

    @RegisterExtension
    static final Homes HOMES = new Homes();

    @Test
    void noCommittedRowIsLostWhenTheWriterIsKilled() throws Exception {
        killWriters(3);
    }

    @Test
    @Tag("long")
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void noCommittedRowIsLostInTwentyKills() throws Exception {
        killWriters(20);
    }

    /** Every second time the server is killed with its writer, so that the next one recovers. */
    private static void killWriters(int rounds) throws Exception {
        Path home = HOMES.home();
        long before = 0;
        for (int round = 1; round <= rounds; round++) {
            ChildJvm writer = HOMES.child("write", home);
            writer.await("open");
            String first = writer.await("");
            TimeUnit.MILLISECONDS.sleep(300 + 37L * (round % 10));
            writer.kill();
            if (round % 2 == 0) {
                killServer(home);
            }
            List<String> committed = new ArrayList<>(List.of(first));
            committed.addAll(writer.rest());
            committed.remove("");
            long last = Long.parseLong(committed.get(committed.size() - 1));
            try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
                // The last commit of all may have been answered to a process that could no longer say so.
                assertThat(Long.parseLong(EmbeddedPostgresTest.ask(database, "SELECT max(number) FROM written")))
                        .isBetween(last, last + 1);
                assertThat(EmbeddedPostgresTest.ask(database, "SELECT count(*) = max(number) FROM written"))
                        .isEqualTo("t");
            }
            assertThat(last).isGreaterThan(before);
            before = last;
            assertThat(Homes.servers(home)).isZero();
        }
    }

    @Test
    void aKilledServerIsReplacedWhileItsProcessesAreStillBusy() throws Exception {
        Path home = HOMES.home();
        EmbeddedPostgres first = EmbeddedPostgres.open(home);
        EmbeddedPostgresTest.tell(first, "CREATE TABLE kept AS SELECT 42 AS number");
        CompletableFuture<SQLException> busy = new CompletableFuture<>();
        Thread query = new Thread(() -> busy.complete(countForEver(first)));
        query.start();
        TimeUnit.MILLISECONDS.sleep(300);
        killServer(home);
        try (EmbeddedPostgres second = EmbeddedPostgres.open(home)) {
            assertThat(second.url()).isEqualTo(first.url());
            assertThat(EmbeddedPostgresTest.ask(second, "SELECT number FROM kept"))
                    .isEqualTo("42");
        }
        assertThat(busy.get(20, TimeUnit.SECONDS).getSQLState()).startsWith("08");
        first.close();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void aKilledServerIsStartedAgainByWhoeverConnects() throws Exception {
        Path home = HOMES.home();
        try (Database database = Database.open(new Database.Location(Optional.empty(), home), 4)) {
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            jdbc.sql("CREATE TABLE kept AS SELECT 42 AS number").update();
            killServer(home);
            // Connections that were open fail as they do when any server goes away.
            await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().untilAsserted(() -> assertThat(
                            jdbc.sql("SELECT number FROM kept")
                                    .query(Integer.class)
                                    .single())
                    .isEqualTo(42));
        }
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void anotherProcessWithTheNumberOfTheServerIsNoServer() throws Exception {
        Path home = HOMES.home();
        leaveServerFileAfterCrash(home);
        Process sleep = new ProcessBuilder("sleep", "120").start();
        try {
            Path pidFile = home.resolve("data/postmaster.pid");
            Files.writeString(pidFile, Files.readString(pidFile).replaceFirst("\\d+", Long.toString(sleep.pid())));
            try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
                assertThat(EmbeddedPostgresTest.ask(database, "SELECT 1")).isEqualTo("1");
            }
            assertThat(sleep.isAlive()).isTrue();
        } finally {
            sleep.destroyForcibly();
        }
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void theServerOfAnotherHomeIsNotTakenForThisOnes() throws Exception {
        Path home = HOMES.home();
        leaveServerFileAfterCrash(home);
        Path otherHome = HOMES.home();
        try (EmbeddedPostgres other = EmbeddedPostgres.open(otherHome)) {
            String otherFile = Files.readString(otherHome.resolve("data/postmaster.pid"));
            Files.writeString(home.resolve("data/postmaster.pid"), otherFile);
            try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
                assertThat(database.url()).isNotEqualTo(other.url());
                assertThat(EmbeddedPostgresTest.ask(database, "SHOW data_directory"))
                        .isEqualTo(home.resolve("data").toString());
            }
            assertThat(EmbeddedPostgresTest.ask(other, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aHalfWrittenServerFileIsNoServer() throws Exception {
        Path home = HOMES.home();
        leaveServerFileAfterCrash(home);
        for (String content : List.of("", "12", "not a number\n\n\n\n\n", "1\n/x\n1\n99999999999\n\n\n\nready\n")) {
            Files.writeString(home.resolve("data/postmaster.pid"), content);
            try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
                assertThat(EmbeddedPostgresTest.ask(database, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void whatKilledAttemptsLeftIsRemoved() throws Exception {
        Path home = Files.createDirectory(HOMES.root().resolve("home"));
        Path programs = Files.createDirectories(home.resolve(".unpacking-123/bin"));
        Files.writeString(programs.resolve("postgres"), "half a prog");
        Path data = Files.createDirectories(home.resolve(".creating-456/data"));
        Files.writeString(data.resolve("PG_VERSION"), "18");
        Files.createDirectories(home.resolve("postgresql-linux-x86_64-1/bin"));
        EmbeddedPostgres.open(home).close();
        assertThat(DurableFiles.entries(home, ".")).isEmpty();
        assertThat(DurableFiles.entries(home, "postgresql-")).hasSize(1);
    }

    @Test
    void aProcessKilledAtAnyMomentOfCreationBlocksNobody() throws Exception {
        Path home = HOMES.root().resolve("home");
        for (int millis : new int[] {300, 1000, 1700, 2400}) {
            ChildJvm child = HOMES.child("hold", home);
            child.await("begin");
            TimeUnit.MILLISECONDS.sleep(millis);
            child.kill();
        }
        try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
            assertThat(EmbeddedPostgresTest.ask(database, "SELECT 1")).isEqualTo("1");
        }
        assertThat(Homes.servers(home)).isZero();
    }

    /** Leaves {@code postmaster.pid} behind, as a power cut does. */
    private static void leaveServerFileAfterCrash(Path home) throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
            assertThat(database.url()).isNotEmpty();
            killServer(home);
            assertThatThrownBy(() -> EmbeddedPostgresTest.ask(database, "SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private static SQLException countForEver(EmbeddedPostgres database) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$");
            return new SQLException("it ended");
        } catch (SQLException e) {
            return e;
        }
    }

    private static void killServer(Path home) throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(home.resolve("data/postmaster.pid")).get(0).strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        for (int wait = 0; wait < 500 && Files.exists(Path.of("/proc/" + pid + "/cwd")); wait++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
