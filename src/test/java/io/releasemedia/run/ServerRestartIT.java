package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.testing.OwnServer;
import io.releasemedia.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is stopped and started again while a manager and two workers are at work: the run ends as if it had not been. */
class ServerRestartIT {

    private static final int FILES = 48;

    @TempDir
    private Path folder;

    @Test
    void aServerThatIsStoppedInOrderIsWaitedFor() throws Exception {
        restart("INT");
    }

    @Test
    @Tag("long")
    void aServerThatEndsAtOnceIsWaitedFor() throws Exception {
        restart("QUIT");
    }

    private void restart(String signal) throws Exception {
        try (OwnServer server = OwnServer.in(folder.resolve("home"))) {
            List<String> rows;
            Map<String, String> exports;
            try (WorkerScene calm = scene("calm", server, Duration.ZERO)) {
                assertThat(calm.end(calm.run())).as(calm::text).isZero();
                rows = calm.rows();
                exports = calm.exports();
            }
            try (WorkerScene scene = scene("troubled", server, Duration.ofMillis(100))) {
                scene.worker("one");
                scene.worker("two");
                Process manager = scene.run("--workers=only");
                scene.awaitBusy("one");
                scene.awaitBusy("two");
                scene.awaitDone(10);

                server.stop(signal);
                Thread.sleep(3_000);
                assertThat(manager.isAlive()).as(scene::text).isTrue();
                server.start();

                assertThat(scene.end(manager)).as(scene::text).isZero();
                assertThat(scene.rows()).isEqualTo(rows).hasSize(FILES);
                assertThat(scene.exports()).isEqualTo(exports);
                assertThat(scene.twice()).as("records done twice").isZero();
                assertThat(scene.number("select count(*) from run")).isEqualTo(1);
                assertThat(scene.logs()).contains("the database is back; the run goes on");
            }
        }
    }

    private WorkerScene scene(String name, OwnServer server, Duration latency) throws Exception {
        return WorkerScene.create(
                Files.createDirectory(folder.resolve(name)), FILES, latency, TestDatabase.createOn(server.server()));
    }
}
