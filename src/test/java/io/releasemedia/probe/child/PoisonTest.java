package io.releasemedia.probe.child;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers that spin, eat memory, recurse, halt and crash: each costs one file. */
@Timeout(180)
class PoisonTest {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int TIMES_MORE = 25;

    @TempDir
    private Path folder;

    private ChildProbes probes;

    @BeforeEach
    void start() {
        probes = new ChildProbes(
                new ProbeSettings(List.of("127.0.0.1/32"), Map.of(), List.of(folder), LIMIT),
                2,
                PlantedChild.program());
    }

    @AfterEach
    void close() {
        probes.close();
    }

    private ProbeRequest file(String word) throws IOException {
        Path file = Files.write(folder.resolve(word + ".flac"), PlantedChild.file(word));
        return new ProbeRequest(file.toUri().toString(), Expectation.ofType("audio"));
    }

    @Test
    void aReaderThatSpinsIsKilledWhenItsTimeIsOver() throws IOException {
        long start = System.nanoTime();
        ProbeResult result = probes.probe(file("SPIN"));

        assertThat(result.status()).isEqualTo(ProbeStatus.TIMEOUT);
        assertThat(result.error()).contains("not answered within 3000 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        assertThat(probes.probe(file("GOOD")).status()).isEqualTo(ProbeStatus.OK);
    }

    /** Remote files are read on a thread that the child abandons; nothing is to be left of it. */
    @Test
    void aChildThatAbandonedAThreadIsNotUsedAgain() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = PlantedChild.file("SPIN");
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-7/8");
            exchange.sendResponseHeaders(206, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/spin.flac";
        List<ProbeRequest> requests = List.of(file("GOOD"), new ProbeRequest(url, Expectation.NONE), file("GOOD"));
        assertThat(probes.probe(file("GOOD")).status()).isEqualTo(ProbeStatus.OK);
        List<ProcessHandle> first = PlantedChild.of(ProcessHandle.current());

        assertThat(probes.probe(requests))
                .extracting(ProbeResult::status)
                .containsExactly(ProbeStatus.OK, ProbeStatus.TIMEOUT, ProbeStatus.OK);
        assertThat(PlantedChild.of(ProcessHandle.current())).hasSize(1).doesNotContainAnyElementsOf(first);
        server.stop(0);
    }

    @Test
    void aReaderThatEatsMemoryEndsItsChildTwice() throws IOException {
        for (String word : List.of("EATS", "LUMP")) {
            ProbeResult result = probes.probe(file(word));

            assertThat(result.status()).isEqualTo(ProbeStatus.MALFORMED);
            assertThat(result.error().orElseThrow())
                    .startsWith("ended the probing process twice: java.lang.OutOfMemoryError: ");
        }
        assertThat(probes.probe(file("GOOD")).status()).isEqualTo(ProbeStatus.OK);
    }

    @Test
    void aReaderThatOverflowsTheStackIsContainedInItsChild() throws IOException {
        ProbeResult result = probes.probe(file("DEEP"));
        assertThat(result.status()).isEqualTo(ProbeStatus.MALFORMED);
        assertThat(result.error()).contains("the planted reader gave up: StackOverflowError");
    }

    @Test
    void aReaderThatHaltsOrCrashesTheJvmIsMalformed() throws IOException {
        assertThat(probes.probe(file("HALT")).error()).contains("ended the probing process twice: exit code 42");
        ProbeResult crash = probes.probe(file("SEGV"));
        assertThat(crash.status()).isEqualTo(ProbeStatus.MALFORMED);
        assertThat(crash.error().orElseThrow()).startsWith("ended the probing process twice: SIGSEGV");
        assertThat(Path.of("")).as("no crash report is left").isDirectoryNotContaining("glob:**hs_err*");
    }

    @Test
    void aReaderThatFailsForGoodCostsNoProcess() throws IOException {
        ProbeResult result = probes.probe(file("FAIL"));
        assertThat(result.status()).isEqualTo(ProbeStatus.MALFORMED);
        assertThat(result.error()).contains("the planted reader gave up: NoClassDefFoundError");
    }

    @Test
    void aReaderThatExitsTheJvmIsOverdue() throws IOException {
        assertThat(probes.probe(file("EXIT")).status()).isEqualTo(ProbeStatus.TIMEOUT);
    }

    @Test
    void aFileWhoseChildSomebodyElseKillsIsLookedAtLater() throws IOException {
        ProbeResult result = probes.probe(file("KILL"));
        assertThat(result.status()).isEqualTo(ProbeStatus.UNREADABLE);
        assertThat(result.error()).contains("the probing process was killed twice");
    }

    @Test
    void aChildThatEndsOnceIsNoFault() throws IOException {
        assertThat(probes.probe(file("ONCE")).status()).isEqualTo(ProbeStatus.OK);
    }

    @Test
    void whatLibrariesPrintIsNoAnswer() throws IOException {
        for (int i = 0; i < TIMES_MORE; i++) {
            assertThat(probes.probe(file("GOOD")).metadata()).containsEntry("codec", "planted");
        }
    }

    @Test
    void theOtherFilesOfTheCallsAreAnsweredInTheirOrder() throws Exception {
        List<ProbeRequest> requests = new ArrayList<>();
        List<ProbeStatus> expected = new ArrayList<>();
        for (String word : List.of("HALT", "SPIN", "SEGV", "ONCE")) {
            for (int i = 0; i < TIMES_MORE; i++) {
                requests.add(file("GOOD"));
                expected.add(ProbeStatus.OK);
            }
            requests.add(file(word));
            expected.add(
                    switch (word) {
                        case "SPIN" -> ProbeStatus.TIMEOUT;
                        case "ONCE" -> ProbeStatus.OK;
                        default -> ProbeStatus.MALFORMED;
                    });
        }
        requests.add(file("GOOD"));
        expected.add(ProbeStatus.OK);

        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<List<ProbeStatus>> work =
                () -> probes.probe(requests).stream().map(ProbeResult::status).toList();
        for (Future<List<ProbeStatus>> statuses : threads.invokeAll(List.of(work, work))) {
            assertThat(statuses.get()).isEqualTo(expected);
        }
        threads.shutdown();
    }

    @Test
    void neitherChildrenNorTheirFilesAreLeft() throws IOException {
        assertThat(probes.probe(file("GOOD")).status()).isEqualTo(ProbeStatus.OK);
        assertThat(probes.probe(file("HALT")).status()).isEqualTo(ProbeStatus.MALFORMED);
        assertThat(probes.probe(file("GOOD")).status()).isEqualTo(ProbeStatus.OK);
        assertThat(probes.folder()).isDirectory();
        assertThat(PlantedChild.of(ProcessHandle.current())).isNotEmpty();

        probes.close();

        assertThat(PlantedChild.of(ProcessHandle.current())).isEmpty();
        assertThat(probes.folder()).doesNotExist();
        assertThat(probes.probe(file("GOOD")).error()).contains("interrupted");
    }
}
