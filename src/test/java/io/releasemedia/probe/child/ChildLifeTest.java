package io.releasemedia.probe.child;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When children end, and when they do not. */
@Timeout(120)
class ChildLifeTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** A process that uses children: one that spins and one that waits for work. Arguments: the folder of its files. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path files = Path.of(arguments[0]);
            ChildProbes probes = probes(files);
            Thread spinning = new Thread(() -> probes.probe(request(files, "SPIN")));
            spinning.start();
            probes.probe(request(files, "GOOD"));
            System.out.println("ready");
            spinning.join();
        }
    }

    private static ChildProbes probes(Path folder) {
        return new ChildProbes(
                new ProbeSettings(List.of(), Map.of(), List.of(folder), LIMIT), 2, PlantedChild.program());
    }

    private static ProbeRequest request(Path folder, String word) {
        return new ProbeRequest(folder.resolve(word).toUri().toString(), Expectation.NONE);
    }

    private void write(String... words) throws IOException {
        for (String word : words) {
            Files.write(folder.resolve(word), PlantedChild.file(word));
        }
    }

    private static boolean isSpinning(Path temporary) {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.anyMatch(file -> file.endsWith("spinning"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void endWithAParentThatIsKilled() throws Exception {
        write("SPIN", "GOOD");
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> children = new ArrayList<>();
        try {
            assertThat(parent.inputReader().readLine()).isEqualTo("ready");
            await().atMost(60, SECONDS).until(() -> isSpinning(folder));
            children.addAll(PlantedChild.of(parent.toHandle()));
            assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);

            parent.destroyForcibly().waitFor();

            await().atMost(20, SECONDS).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    @Test
    void outliveTheSignalsOfATerminalAndOfAServiceManager() throws Exception {
        write("GOOD");
        try (ChildProbes probes = probes(folder)) {
            assertThat(probes.probe(request(folder, "GOOD")).status()).isEqualTo(ProbeStatus.OK);
            List<ProcessHandle> children = PlantedChild.of(ProcessHandle.current());
            assertThat(children).hasSize(1);
            for (String signal : List.of("INT", "TERM", "HUP")) {
                String pid = Long.toString(children.get(0).pid());
                assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                        .isZero();
            }
            Thread.sleep(500);

            assertThat(probes.probe(request(folder, "GOOD")).status()).isEqualTo(ProbeStatus.OK);
            assertThat(PlantedChild.of(ProcessHandle.current())).isEqualTo(children);
        }
    }

    @Test
    void areReplacedWhenTheyEndBetweenTwoFiles() throws Exception {
        write("GOOD");
        try (ChildProbes probes = probes(folder)) {
            for (int i = 0; i < 3; i++) {
                assertThat(probes.probe(request(folder, "GOOD")).status()).isEqualTo(ProbeStatus.OK);
                ProcessHandle child = PlantedChild.of(ProcessHandle.current()).get(0);
                child.destroyForcibly();
                child.onExit().get(20, SECONDS);
            }
        }
    }

    @Test
    void endWhenTheThreadThatWaitsIsInterrupted() throws Exception {
        write("SPIN", "GOOD");
        try (ChildProbes probes = probes(folder)) {
            CompletableFuture<List<ProbeResult>> results = new CompletableFuture<>();
            Thread waiting = new Thread(
                    () -> results.complete(probes.probe(List.of(request(folder, "SPIN"), request(folder, "GOOD")))));
            waiting.start();
            await().atMost(60, SECONDS).until(() -> isSpinning(probes.folder()));

            waiting.interrupt();

            assertThat(results.get(20, SECONDS))
                    .extracting(result -> result.error().orElseThrow())
                    .containsExactly("interrupted", "interrupted");
            assertThat(PlantedChild.of(ProcessHandle.current())).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void endWhenTheProbesAreClosed() throws Exception {
        write("SPIN");
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        try (ChildProbes probes = probes(folder)) {
            new Thread(() -> result.complete(probes.probe(request(folder, "SPIN")))).start();
            await().atMost(60, SECONDS).until(() -> isSpinning(probes.folder()));
        }
        assertThat(result.get(20, SECONDS).status()).isEqualTo(ProbeStatus.UNREADABLE);
        assertThat(PlantedChild.of(ProcessHandle.current())).noneMatch(ProcessHandle::isAlive);
    }
}
