package io.releasemedia.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several processes and one home. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPostgresSharingTest {

    @RegisterExtension
    static final Homes HOMES = new Homes();

    @Test
    void theLastOfTwoProcessesStopsTheServer() throws Exception {
        Path home = HOMES.home();
        EmbeddedPostgres here = EmbeddedPostgres.open(home);
        ChildJvm other = HOMES.child("hold", home);
        assertThat(other.await("open")).isEqualTo("open " + here.url());
        here.close();
        assertThat(Homes.servers(home)).isPositive();
        other.finish();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void aProcessThatLeavesFirstStopsNothing() throws Exception {
        Path home = HOMES.home();
        ChildJvm other = HOMES.child("hold", home);
        String opened = other.await("open");
        try (EmbeddedPostgres here = EmbeddedPostgres.open(home)) {
            assertThat(opened).isEqualTo("open " + here.url());
            other.finish();
            assertThat(EmbeddedPostgresTest.ask(here, "SELECT 1")).isEqualTo("1");
        }
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void fourProcessesThatCreateItTogetherGetOneServer() throws Exception {
        Path home = HOMES.root().resolve("together");
        List<ChildJvm> children = new ArrayList<>();
        for (int child = 0; child < 4; child++) {
            children.add(HOMES.child("hold", home));
        }
        Set<String> addresses = new LinkedHashSet<>();
        for (ChildJvm child : children) {
            addresses.add(child.await("open"));
        }
        assertThat(addresses).hasSize(1);
        for (ChildJvm child : children) {
            child.finish();
        }
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void aKilledProcessIsNoUserAnyMore() throws Exception {
        Path home = HOMES.home();
        EmbeddedPostgres here = EmbeddedPostgres.open(home);
        ChildJvm other = HOMES.child("hold", home);
        other.await("open");
        other.kill();
        here.close();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void theServerOfAKilledProcessIsAdopted() throws Exception {
        Path home = HOMES.home();
        ChildJvm other = HOMES.child("hold", home);
        String opened = other.await("open");
        other.kill();
        assertThat(Homes.servers(home)).isPositive();
        try (EmbeddedPostgres here = EmbeddedPostgres.open(home)) {
            assertThat(opened).isEqualTo("open " + here.url());
        }
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void theServerDoesNotHearTheTerminal() throws Exception {
        Path home = HOMES.home();
        try (EmbeddedPostgres here = EmbeddedPostgres.open(home)) {
            assertThat(here.url()).isNotEmpty();
            long server = Long.parseLong(
                    Files.readAllLines(home.resolve("data/postmaster.pid")).get(0));
            assertThat(processGroup(server)).isEqualTo(server);
            for (String stream : List.of("0", "1", "2")) {
                assertThat(Files.readSymbolicLink(Path.of("/proc", Long.toString(server), "fd", stream))
                                .toString())
                        .isIn("/dev/null", home.resolve("postgresql.log").toString());
            }
        }
    }

    @Test
    void aProcessThatIsEndedWhileItOpensLeavesNoServer() throws Exception {
        Path home = HOMES.home();
        for (int millis = 0; millis <= 450; millis += 75) {
            ChildJvm child = HOMES.child("hold", home);
            child.await("begin");
            TimeUnit.MILLISECONDS.sleep(millis);
            child.terminate();
            child.awaitEnd();
            List<String> said = child.rest();
            if (said.stream().noneMatch(line -> line.startsWith("open"))) {
                assertThat(Homes.servers(home))
                        .as("after %d ms: %s", millis, said)
                        .isZero();
            }
        }
        try (EmbeddedPostgres here = EmbeddedPostgres.open(home)) {
            assertThat(EmbeddedPostgresTest.ask(here, "SELECT 1")).isEqualTo("1");
        }
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void aServerThatCannotBeReachedFromHereIsNotStartedTwice() throws Exception {
        Path home = HOMES.home();
        ChildJvm container = HOMES.child("hold", home);
        container.await("open");
        Path pidFile = home.resolve("data/postmaster.pid");
        String pid = Files.readString(pidFile);
        // What another container on the same volume sees: locks, and a process id that means nothing to it.
        Files.writeString(pidFile, pid.replaceFirst("\\d+", Long.toString(Integer.MAX_VALUE)));
        Files.writeString(home.resolve("gate.lock"), "another world");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.open(home))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining(home.toString())
                    .hasMessageContaining("in use by another container or machine");
        } finally {
            Files.writeString(pidFile, pid);
        }
        container.finish();
        assertThat(Homes.servers(home)).isZero();
    }

    private static long processGroup(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2]);
    }
}
