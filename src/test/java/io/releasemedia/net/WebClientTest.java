package io.releasemedia.net;

import static io.releasemedia.net.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WebClientTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Duration SHORT = Duration.ofMillis(600);

    /** What a busy machine may add; the servers go on for much longer. */
    private static final Duration SLACK = Duration.ofSeconds(4);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @Test
    void readsAnAnswer() throws Exception {
        RawServer server = server((request, out) -> send(out, OK));
        assertThat(get(client(), server.url("/a?b"))).isEqualTo("ok");
        assertThat(server.requests().get(0).target()).isEqualTo("/a?b");
        assertThat(server.requests().get(0).header("User-Agent").orElseThrow()).startsWith("release-media/");
    }

    @Test
    void keepsConnectionsAlive() throws Exception {
        RawServer server = server((request, out) -> send(out, OK));
        WebClient client = client();
        for (int i = 0; i < 10; i++) {
            get(client, server.url("/"));
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void keepsTheConnectionWhenACallerStopsAtTheLastByte() throws Exception {
        RawServer server = server((request, out) -> send(out, OK));
        WebClient client = client();
        for (int i = 0; i < 5; i++) {
            try (WebResponse response = client.send(request(server.url("/")))) {
                assertThat(response.body().readNBytes(2)).hasSize(2);
            }
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void sendsTheTargetAsItIs() throws Exception {
        RawServer server = server((request, out) -> send(out, OK));
        String target = "//a//b%2Fc;d=[1]/'x'?sig=a%2Bb+c/=&x={}|";
        get(client(), server.url(target));
        assertThat(server.requests().get(0).target()).isEqualTo("//a//b%2Fc;d=[1]/'x'?sig=a%2Bb+c/=&x=%7B%7D%7C");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h.example/, h.example",
        "https://h.example:443/, h.example",
        "https://h.example:80/, h.example:80",
        "http://[2606:4700::1]/, [2606:4700::1]",
        "http://[2606:4700::1]:81/, [2606:4700::1]:81",
    })
    void namesTheHostAsItIsSigned(String url, String host) throws Exception {
        assertThat(WebClient.message(request(url), WebUrl.parse(url)).getAuthority())
                .hasToString(host);
    }

    @Test
    void failsOnceClosed() throws Exception {
        RawServer server = server((request, out) -> send(out, OK));
        WebClient client = client();
        client.close();
        assertThatThrownBy(() -> get(client, server.url("/"))).isInstanceOf(IOException.class);
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        RawServer server = server((request, out) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            // As long as not all have met, a request waits for others: it must not depend on how fast the machine is.
            for (int waited = 0; most.get() < 64 && waited < 5_000; waited += 10) {
                Thread.sleep(10);
            }
            now.decrementAndGet();
            return send(out, OK);
        });
        WebClient client = client();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        opened.add(threads::shutdownNow);
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            tasks.add(() -> get(client, server.url("/")));
        }
        for (Future<String> answer : threads.invokeAll(tasks)) {
            assertThat(answer.get()).isEqualTo("ok");
        }
        assertThat(most).hasValue(64);
        assertThat(server.connections()).isLessThanOrEqualTo(64);
    }

    @Test
    void sendsNoCookiesAndNoCredentials() throws Exception {
        RawServer server = server((request, out) -> send(
                out,
                request.target().equals("/1")
                        ? "HTTP/1.1 401 No\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n"
                                .concat("WWW-Authenticate: Basic realm=x\r\n\r\n")
                        : OK));
        WebClient client = client();
        get(client, "http://user:secret@127.0.0.1:" + server.port() + "/1");
        get(client, "http://user:secret@127.0.0.1:" + server.port() + "/2");
        assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.header("Cookie")).isEmpty();
            assertThat(request.header("Authorization")).isEmpty();
            assertThat(request.header("Host")).contains("127.0.0.1:" + server.port());
            assertThat(request.head()).doesNotContain("secret");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.proxy", "socksProxy"})
    void ignoresProxySettings(String prefix) throws Exception {
        RawServer server = server((request, out) -> send(out, OK));
        RawServer proxy = server((request, out) -> send(out, OK));
        System.setProperty(prefix + "Host", "127.0.0.1");
        System.setProperty(prefix + "Port", String.valueOf(proxy.port()));
        System.setProperty("http.nonProxyHosts", "");
        try {
            get(client(), server.url("/"));
        } finally {
            System.clearProperty(prefix + "Host");
            System.clearProperty(prefix + "Port");
            System.clearProperty("http.nonProxyHosts");
        }
        assertThat(proxy.connections()).isZero();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void connectsToNoRefusedAddress() throws Exception {
        RawServer server = server((request, out) -> send(out, OK));
        WebClient closed = client(WebClientSettings.DEFAULT, NameLookup.SYSTEM);
        WebClient mixed = client(WebClientSettings.DEFAULT.allowing(List.of("127.0.0.2")), host ->
                new InetAddress[] {address("127.0.0.2"), address("127.0.0.1")});
        for (String url : List.of(
                server.url("/"),
                "http://localhost:" + server.port() + "/",
                "http://0x7f.1:" + server.port() + "/",
                "http://[::ffff:127.0.0.1]:" + server.port() + "/")) {
            assertThatThrownBy(() -> get(closed, url)).isInstanceOf(BlockedAddressException.class);
        }
        assertThatThrownBy(() -> get(mixed, "http://mixed.example:" + server.port() + "/"))
                .isInstanceOf(BlockedAddressException.class)
                .hasMessageContaining("mixed.example")
                .hasMessageContaining("loopback");
        assertThat(server.connections()).isZero();
    }

    @Test
    void connectsToTheAddressThatWasJudged() throws Exception {
        RawServer server = server((request, out) -> send(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok", false));
        AtomicInteger lookups = new AtomicInteger();
        WebClient client = client(WebClientSettings.DEFAULT.allowing(List.of("127.0.0.1")), host -> {
            assertThat(host).isEqualTo("rebind.example");
            return new InetAddress[] {address(lookups.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")};
        });
        assertThat(get(client, "http://rebind.example:" + server.port() + "/")).isEqualTo("ok");
        assertThat(lookups).hasValue(1);
        assertThatThrownBy(() -> get(client, "http://rebind.example:" + server.port() + "/"))
                .isInstanceOf(BlockedAddressException.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void followsRedirectsAndJudgesEachHop() throws Exception {
        RawServer server = server((request, out) -> send(
                out,
                switch (request.target()) {
                    case "/1" -> redirect("2?x=1");
                    case "/2?x=1" -> redirect("//localhost/private");
                    case "/3" -> redirect("/4");
                    case "/5" -> redirect("file:///etc/passwd");
                    case "/6" -> redirect("http://169.254.169.254/latest/meta-data/");
                    default -> OK;
                }));
        WebClient client = client(WebClientSettings.DEFAULT.allowing(List.of("127.0.0.1")), host -> {
            assertThat(host).isIn("localhost", "127.0.0.1");
            return new InetAddress[] {address(host.equals("localhost") ? "127.0.0.9" : host)};
        });
        assertThatThrownBy(() -> get(client, server.url("/1")))
                .isInstanceOf(BlockedAddressException.class)
                .hasMessageContaining("localhost");
        try (WebResponse response = client.send(request(server.url("/3")))) {
            assertThat(response.url().text()).isEqualTo(server.url("/4"));
        }
        assertThatThrownBy(() -> get(client, server.url("/5"))).isInstanceOf(InvalidUrlException.class);
        assertThatThrownBy(() -> get(client, server.url("/6"))).isInstanceOf(BlockedAddressException.class);
    }

    @Test
    void endsRedirectsThatDoNotEnd() throws Exception {
        RawServer server = server((request, out) -> send(
                out,
                switch (request.target()) {
                    case "/loop" -> redirect("/loop2");
                    case "/loop2" -> redirect("/loop");
                    default -> redirect(request.target() + "x");
                }));
        WebClient client = client();
        assertThatThrownBy(() -> get(client, server.url("/loop")))
                .isInstanceOf(RedirectException.class)
                .hasMessageContaining("loop");
        int before = server.requests().size();
        assertThatThrownBy(() -> get(client, server.url("/long"))).isInstanceOf(RedirectException.class);
        assertThat(server.requests()).hasSize(before + 1 + WebRequest.MAX_REDIRECTS);
    }

    @Test
    void showsRedirectsToThoseWhoDoNotFollow() throws Exception {
        RawServer server = server((request, out) -> send(out, redirect("/2")));
        WebRequest request = new WebRequest(
                "HEAD",
                WebUrl.parse(server.url("/1")),
                Map.of(),
                0,
                Deadline.after(Duration.ofSeconds(5)),
                WebRequest.Hook.NONE);
        try (WebResponse response = client().send(request)) {
            assertThat(response.status()).isEqualTo(302);
            assertThat(response.header("location")).contains("/2");
        }
    }

    @Test
    void endsAtTheDeadlineWhateverTheServerDoes() throws Exception {
        Map<String, RawServer.Script> scripts = Map.of(
                "silent", (request, out) -> pause(out, ""),
                "silent after the head", (request, out) -> pause(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
                "head in drips", (request, out) -> drip(out, "HTTP/1.1 200 OK\r\nX: ", "a"),
                "headers in drips", (request, out) -> drip(out, "HTTP/1.1 200 OK\r\n", "X: a\r\n"),
                "body in drips", (request, out) -> drip(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", "a"),
                "chunks in drips",
                        (request, out) ->
                                drip(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"),
                "1xx storm", (request, out) -> flood(out, "", "HTTP/1.1 102 Processing\r\n\r\n"),
                "endless body", (request, out) -> flood(out, "HTTP/1.1 200 OK\r\n\r\n", "aaaaaaaaaaaaaaaa"),
                "redirect with a dripping body",
                        (request, out) ->
                                drip(out, "HTTP/1.1 302 Found\r\nLocation: x" + request.target() + "\r\n\r\n", "a"));
        WebClient client = client();
        for (Map.Entry<String, RawServer.Script> script : scripts.entrySet()) {
            RawServer server = server(script.getValue());
            long start = System.nanoTime();
            assertThatThrownBy(() -> {
                        WebRequest request = WebRequest.get(WebUrl.parse(server.url("/")), Deadline.after(SHORT));
                        try (WebResponse response = client.send(request)) {
                            response.body().transferTo(OutputStream.nullOutputStream());
                        }
                    })
                    .as(script.getKey())
                    .isInstanceOfAny(DeadlineExceededException.class, RedirectException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(script.getKey())
                    .isLessThan(SHORT.plus(SLACK));
        }
    }

    @Test
    void givesUpOnSilentServers() throws Exception {
        RawServer server = server((request, out) -> pause(out, ""));
        WebClientSettings settings =
                new WebClientSettings(List.of("127.0.0.1"), "", 8, 8, Duration.ofSeconds(1), Duration.ofMillis(200));
        assertThatThrownBy(() -> get(client(settings, NameLookup.SYSTEM), server.url("/")))
                .isInstanceOf(SilentServerException.class)
                .hasMessageContaining("200 ms");
    }

    @Test
    void endsAtTheDeadlineWhileNamesAreLookedUp() {
        WebClient client = client(WebClientSettings.DEFAULT, host -> {
            try {
                Thread.sleep(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        });
        long start = System.nanoTime();
        assertThatThrownBy(
                        () -> client.send(WebRequest.get(WebUrl.parse("http://slow.example/"), Deadline.after(SHORT))))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
    }

    @Test
    void endsAtTheDeadlineWhileConnecting() throws Exception {
        BlackHole first = new BlackHole("127.0.0.51", 0);
        opened.add(first);
        opened.add(new BlackHole("127.0.0.52", first.port()));
        opened.add(new BlackHole("127.0.0.53", first.port()));
        WebClient client = client(WebClientSettings.DEFAULT.allowing(List.of("127.0.0.0/8")), host ->
                new InetAddress[] {address("127.0.0.51"), address("127.0.0.52"), address("127.0.0.53")});
        assertEndsInTime(client, "http://hole.example:" + first.port() + "/");
    }

    @Test
    void endsAtTheDeadlineDuringTheHandshake() throws Exception {
        byte[] record = {22, 3, 3, 0x3f, 0, 2, 0, 0x3e, (byte) 0xfc, 3, 3};
        try (ServerSocket socket = new ServerSocket(0, 1, address("127.0.0.1"))) {
            Thread server = new Thread(() -> {
                try (Socket connection = socket.accept()) {
                    for (int i = 0; ; i++) {
                        connection.getOutputStream().write(i < record.length ? record[i] : 0);
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // The client left, or the test ended.
                }
            });
            server.setDaemon(true);
            server.start();
            assertEndsInTime(client(), "https://127.0.0.1:" + socket.getLocalPort() + "/");
        }
    }

    private static void assertEndsInTime(WebClient client, String url) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> client.send(WebRequest.get(WebUrl.parse(url), Deadline.after(SHORT))))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
            })
    void brokenAnswersAreIoExceptions(String answer) throws Exception {
        RawServer server = server((request, out) -> send(out, answer, false));
        assertThatThrownBy(() -> get(client(), server.url("/"))).isInstanceOf(IOException.class);
    }

    @Test
    void boundsHeaders() throws Exception {
        String line = "X: " + "a".repeat(8000) + "\r\n";
        RawServer server = server((request, out) -> send(
                out,
                "HTTP/1.1 200 OK\r\n"
                        + switch (request.target()) {
                            case "/large" -> line.repeat(9);
                            case "/many" -> "X: a\r\n".repeat(300);
                            case "/long" -> "X: " + "a".repeat(20_000) + "\r\n";
                            default -> line.repeat(7);
                        }
                        + "Content-Length: 2\r\n\r\nok"));
        WebClient client = client();
        assertThat(get(client, server.url("/fits"))).isEqualTo("ok");
        assertThat(get(client, server.url("/fits"))).isEqualTo("ok");
        for (String target : List.of("/large", "/many", "/long")) {
            assertThatThrownBy(() -> get(client, server.url(target))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void namesWhatCannotBeReached() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> get(client(), "http://127.0.0.1:" + free + "/?token=secret"))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> get(client(), "http://nowhere.invalid/")).isInstanceOf(UnknownHostException.class);
    }

    private WebClient client() {
        return client(WebClientSettings.DEFAULT.allowing(List.of("127.0.0.0/8")), NameLookup.SYSTEM);
    }

    private WebClient client(WebClientSettings settings, NameLookup lookup) {
        WebClient client = WebClient.open(settings, lookup);
        opened.add(client);
        return client;
    }

    private RawServer server(RawServer.Script script) throws IOException {
        RawServer server = RawServer.start(script);
        opened.add(server);
        return server;
    }

    private static WebRequest request(String url) throws IOException {
        return WebRequest.get(WebUrl.parse(url), Deadline.after(Duration.ofSeconds(10)));
    }

    private static String get(WebClient client, String url) throws IOException {
        try (WebResponse response = client.send(request(url))) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String redirect(String location) {
        return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static boolean send(OutputStream out, String answer) throws IOException {
        return send(out, answer, true);
    }

    private static boolean send(OutputStream out, String answer, boolean kept) throws IOException {
        write(out, answer);
        return kept;
    }

    private static boolean pause(OutputStream out, String start) throws Exception {
        write(out, start);
        Thread.sleep(20_000);
        return false;
    }

    private static boolean drip(OutputStream out, String start, String drop) throws Exception {
        write(out, start);
        while (true) {
            Thread.sleep(20);
            write(out, drop);
        }
    }

    private static boolean flood(OutputStream out, String start, String drop) throws Exception {
        write(out, start);
        while (true) {
            write(out, drop.repeat(100));
        }
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
