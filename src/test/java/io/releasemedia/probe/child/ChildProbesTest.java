package io.releasemedia.probe.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The same answers in child processes as in this one. */
@Timeout(120)
class ChildProbesTest {

    private static final Path MEDIA =
            Path.of("src", "test", "resources", "media").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SECRET = "s3cr3t-of-the-store";
    private static final int MANY = 50;

    private static final Map<String, String> AUTHORIZATIONS = new ConcurrentHashMap<>();

    private static HttpServer server;
    private static String address;
    private static ProbeSettings settings;
    private static ChildProbes children;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ChildProbesTest::answer);
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        Map<String, String> storage = Map.of(
                "AWS_ENDPOINT_URL",
                address,
                "AWS_REGION",
                "eu-west-1",
                "AWS_ACCESS_KEY_ID",
                "key",
                "AWS_SECRET_ACCESS_KEY",
                SECRET);
        settings = new ProbeSettings(List.of("127.0.0.1/32"), storage, List.of(MEDIA), LIMIT);
        children = new ChildProbes(settings, 2, 256);
    }

    @AfterAll
    static void stop() {
        children.close();
        server.stop(0);
    }

    /** Serves the media files, by ranges. */
    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        AUTHORIZATIONS.put(path, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] bytes = Files.readAllBytes(MEDIA.resolve(path.substring(path.lastIndexOf('/') + 1)));
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        int to = bytes.length - 1;
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            from = Integer.parseInt(ends[0]);
            to = Math.min(to, Integer.parseInt(ends[1]));
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, to - from + 1);
        exchange.getResponseBody().write(bytes, from, to - from + 1);
        exchange.close();
    }

    private static List<ProbeRequest> requests() throws IOException {
        List<ProbeRequest> requests = new ArrayList<>();
        try (Stream<Path> files = Files.list(MEDIA)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                requests.add(new ProbeRequest(file.toUri().toString(), Expectation.ofName(name)));
                requests.add(new ProbeRequest(file.toUri().toString(), Expectation.ofType("image")));
                requests.add(new ProbeRequest(address + "/" + name, Expectation.ofName(name)));
            }
        }
        requests.add(new ProbeRequest("file:///etc/passwd", Expectation.NONE));
        requests.add(new ProbeRequest(MEDIA.resolve("none.wav").toUri().toString(), Expectation.NONE));
        requests.add(new ProbeRequest("http://127.0.0.2/", Expectation.NONE));
        requests.add(new ProbeRequest("gopher://h/", Expectation.NONE));
        return requests;
    }

    @Test
    void answersAsInThisProcess() throws IOException {
        List<ProbeRequest> requests = requests();
        try (MediaProbe here = new InProcessProbes(settings)) {
            List<ProbeResult> expected = here.probe(requests);
            assertThat(expected)
                    .extracting(ProbeResult::status)
                    .contains(ProbeStatus.OK, ProbeStatus.MISMATCH, ProbeStatus.BLOCKED, ProbeStatus.UNREADABLE);
            assertThat(children.probe(requests)).isEqualTo(expected);
        }
    }

    @Test
    void sendsLongUrlsWithoutGettingStuck() {
        List<ProbeRequest> requests = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String url = "file:///elsewhere/" + "x".repeat(i * i * i);
            requests.add(new ProbeRequest(url, Expectation.NONE));
        }
        assertThat(children.probe(requests))
                .hasSize(MANY)
                .extracting(ProbeResult::status)
                .containsOnly(ProbeStatus.BLOCKED);
        assertThat(children.probe(List.of())).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void handsCredentialsOverWhereNobodySeesThem() throws IOException {
        ProbeResult result = children.probe(new ProbeRequest("s3://bucket/tone.wav", Expectation.NONE));

        assertThat(result.status()).isEqualTo(ProbeStatus.OK);
        assertThat(AUTHORIZATIONS.get("/bucket/tone.wav"))
                .contains("Credential=key/")
                .contains("eu-west-1");
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            for (String file : List.of("cmdline", "environ")) {
                assertThat(Files.readString(Path.of("/proc", Long.toString(child.pid()), file)))
                        .doesNotContain(SECRET);
            }
        }
    }

    @Test
    void handsOnNoVariableThatAChildDoesNotNeed() {
        assertThat(List.of("PATH", "LANG", "LC_ALL", "TZ")).allMatch(ChildProgram::isHandedOn);
        assertThat(List.of("SPRING_DATASOURCE_PASSWORD", "AWS_SECRET_ACCESS_KEY", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"))
                .noneMatch(ChildProgram::isHandedOn);
    }

    @Test
    void saysWhyChildrenDoNotStart() {
        ChildProgram broken = new ChildProgram(List.of("-cp", "nowhere", "no.such.Main"), 64);
        try (MediaProbe probes = new ChildProbes(settings, 1, broken)) {
            assertThatThrownBy(() -> probes.probe(new ProbeRequest("file:///a", Expectation.NONE)))
                    .isInstanceOf(ChildStartException.class)
                    .hasMessageContaining("exit code 1")
                    .hasMessageContaining("no.such.Main");
        }
    }

    @Test
    void anInterruptEndsTheWaiting() {
        Thread.currentThread().interrupt();
        List<ProbeResult> results = children.probe(
                List.of(new ProbeRequest(MEDIA.resolve("tone.wav").toUri().toString(), Expectation.NONE)));
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(results).extracting(ProbeResult::status).containsOnly(ProbeStatus.UNREADABLE);
    }
}
