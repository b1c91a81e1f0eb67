package io.releasemedia.link;

import static io.releasemedia.net.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.net.FakeWeb;
import io.releasemedia.net.WebClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that try to hold the checker up, or that are broken: each ends in a verdict, and in time. */
@Timeout(60)
class HostileServersTest {

    private static final Duration TOTAL = Duration.ofSeconds(3);

    /** What a busy machine may add; the servers go on for much longer. */
    private static final Duration SLACK = Duration.ofSeconds(6);

    private static final LinkSettings SETTINGS = LinkSettings.DEFAULT
            .times(new LinkSettings.Times(Duration.ofSeconds(2), Duration.ofMillis(1500), TOTAL))
            .patience(new LinkSettings.Patience(2, Duration.ofMillis(20), Duration.ofSeconds(2)));

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String PAGE = OK + "Content-Type: text/html\r\n";
    private static final String SENT = "HTTP/1.1 302 Found\r\n";
    private static final byte[] BOMB = gzip(new byte[100 << 20]);
    private static final byte[] NOTHING = gzip(new byte[0]);

    /** Writes what it likes; the connection is closed when it returns false. */
    private interface Server {
        boolean answer(OutputStream out) throws Exception;
    }

    /**
     * @param toHead what it does about {@code HEAD}
     * @param toGet what it does about {@code GET}
     */
    private record Behaviour(Server toHead, Server toGet, LinkStatus verdict) {}

    private static final Server PAGE_HEAD = closing(PAGE + "\r\n");

    private static final Map<String, Behaviour> SERVERS = new TreeMap<>();

    static {
        always("silent", out -> sleep());
        always("drip-head", out -> drip(out, OK + "X: ", "a"));
        always("storm", out -> flood(out, "", "HTTP/1.1 102 Processing\r\n\r\n"));
        always("slow-storm", out -> drip(out, "", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"));
        always("garbage", out -> flood(out, "", "no http here\r\n"));
        always("header-flood", closing(OK + "X: aaaaaaaaaaaaaaaaaaaa\r\n".repeat(5000) + "\r\n"));
        always("reset", out -> false);
        always("switches", closing("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"));
        always("no-status", closing("HTTP/1.1 000 \r\n\r\n"));
        always("large-status", closing("HTTP/1.1 99999999999 x\r\n\r\n"));
        always("drip-redirect", out -> drip(out, SENT + "Loca", "tion"));
        always("long-location", closing(SENT + "Location: /" + "a".repeat(60_000) + "\r\n\r\n"));
        page("drip-headers", LinkStatus.UNREACHABLE, out -> drip(out, OK, "X: a\r\n"));
        page("drip-body", LinkStatus.UNREACHABLE, out -> drip(out, PAGE + "Content-Length: 99999\r\n\r\n", "a"));
        page("drip-chunks", LinkStatus.UNREACHABLE, out -> drip(out, chunked(), "1\r\na\r\n"));
        page("header-endless", LinkStatus.UNREACHABLE, out -> flood(out, OK, "X"));
        page("early-close", LinkStatus.UNREACHABLE, closing(PAGE + "Content-Length: 5000\r\n\r\nabc"));
        page("bad-length", LinkStatus.UNREACHABLE, closing(PAGE + "Content-Length: -5\r\n\r\nhello"));
        page("bad-chunk", LinkStatus.UNREACHABLE, closing(chunked() + "zz\r\nhello"));
        page("endless-chunk", LinkStatus.UNREACHABLE, out -> flood(out, chunked(), "0"));
        page("endless-page", LinkStatus.OK, out -> flood(out, PAGE + "\r\n", "<p>hello</p>"));
        page("endless-redirect", LinkStatus.UNREACHABLE, out -> flood(out, SENT + "Location: /y\r\n\r\n", "aaaa"));
        page("tags", LinkStatus.OK, closing(PAGE + "\r\n<title>" + "<h1 <title <meta <script ".repeat(5000)));
        page("gzip-bomb", LinkStatus.OK, compressed("gzip", BOMB));
        page("gzip-nothing", LinkStatus.UNREACHABLE, compressed("gzip", new byte[0]));
        page("gzip-nothings", LinkStatus.UNREACHABLE, out -> endless(out, NOTHING));
        page("gzip-lie", LinkStatus.UNREACHABLE, compressed("gzip", new byte[] {1, 2, 3, 4, 5}));
        page("deflate-lie", LinkStatus.UNREACHABLE, compressed("deflate", new byte[] {1, 2, 3, 4, 5}));
        page("unasked", LinkStatus.OK, compressed("br", new byte[] {1, 2, 3, 4, 5}));
        Server file = out -> flood(out, OK + "Content-Type: audio/mpeg\r\n\r\n", "aaaaaaaa");
        SERVERS.put(
                "endless-file", new Behaviour(closing(OK + "Content-Type: audio/mpeg\r\n\r\n"), file, LinkStatus.OK));
        // Leaves what the next answer is then mixed up with.
        Server body = out -> sent(out, PAGE + "Content-Length: 5\r\n\r\nhello");
        SERVERS.put("head-with-body", new Behaviour(body, body, LinkStatus.OK));
    }

    private static void always(String name, Server server) {
        SERVERS.put(name, new Behaviour(server, server, LinkStatus.UNREACHABLE));
    }

    private static void page(String name, LinkStatus verdict, Server toGet) {
        SERVERS.put(name, new Behaviour(PAGE_HEAD, toGet, verdict));
    }

    /** Each on a host of its own, all at once. */
    @Test
    void endInAVerdictWhateverTheyDo() throws Exception {
        try (FakeWeb web = FakeWeb.start(HostileServersTest::answer);
                WebClient client = web.client(SETTINGS.client(List.of()));
                LinkChecker checker = new LinkChecker(SETTINGS, client)) {
            long start = System.nanoTime();
            Map<String, CompletableFuture<LinkVerdict>> verdicts = new TreeMap<>();
            SERVERS.keySet().forEach(name -> verdicts.put(name, checker.submit("http://" + name + ".example/x")));
            Map<String, LinkStatus> found = new TreeMap<>();
            Map<String, LinkStatus> expected = new TreeMap<>();
            for (Map.Entry<String, CompletableFuture<LinkVerdict>> entry : verdicts.entrySet()) {
                found.put(entry.getKey(), entry.getValue().get().status());
                expected.put(entry.getKey(), SERVERS.get(entry.getKey()).verdict());
            }
            assertThat(found).isEqualTo(expected);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOTAL.plus(SLACK));
        }
    }

    private static boolean answer(FakeWeb.Call call, OutputStream out) throws Exception {
        Behaviour behaviour = SERVERS.get(URI.create(call.url()).getHost().replace(".example", ""));
        return (call.method().equals("HEAD") ? behaviour.toHead() : behaviour.toGet()).answer(out);
    }

    private static Server closing(String answer) {
        return out -> {
            write(out, answer);
            return false;
        };
    }

    private static boolean sent(OutputStream out, String answer) throws IOException {
        write(out, answer);
        return true;
    }

    private static String chunked() {
        return PAGE + "Transfer-Encoding: chunked\r\n\r\n";
    }

    private static Server compressed(String encoding, byte[] body) {
        return out -> {
            write(out, PAGE + "Content-Encoding: " + encoding + "\r\nContent-Length: " + body.length + "\r\n\r\n");
            out.write(body);
            return false;
        };
    }

    private static boolean endless(OutputStream out, byte[] compressed) throws IOException {
        write(out, PAGE + "Content-Encoding: gzip\r\n\r\n");
        while (true) {
            out.write(compressed);
        }
    }

    private static boolean sleep() throws InterruptedException {
        Thread.sleep(30_000);
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

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return compressed.toByteArray();
    }
}
