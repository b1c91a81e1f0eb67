package io.releasemedia.link;

import static io.releasemedia.net.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.net.FakeWeb;
import io.releasemedia.net.NameLookup;
import io.releasemedia.net.RawServer;
import io.releasemedia.net.WebClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Links that try to get somewhere else. Only 127.0.0.1 is open; whoever connects to another loopback address, on the
 * port that every host is dialled at, is counted.
 */
@Timeout(30)
class HostileLinksTest {

    private static final LinkSettings SETTINGS = LinkSettings.DEFAULT
            .times(new LinkSettings.Times(Duration.ofSeconds(2), Duration.ofMillis(1500), Duration.ofSeconds(3)))
            .patience(new LinkSettings.Patience(2, Duration.ofMillis(20), Duration.ofSeconds(2)));

    private static FakeWeb web;
    private static WebClient client;
    private static final List<RawServer> FORBIDDEN = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        web = FakeWeb.start(HostileLinksTest::answer);
        client = web.client(SETTINGS.client(List.of()));
        for (String address : List.of("127.0.0.2", "127.0.0.9", "127.1.2.3", "127.255.255.254", "::1")) {
            try {
                FORBIDDEN.add(RawServer.start(
                        new InetSocketAddress(InetAddress.getByName(address), web.port()), (request, out) -> {
                            write(out, "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 1\r\n\r\nx");
                            return false;
                        }));
            } catch (IOException e) {
                // No IPv6 here.
                assertThat(address).isEqualTo("::1");
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        web.close();
        for (RawServer server : FORBIDDEN) {
            server.close();
        }
    }

    @AfterEach
    void nobodyConnectedToWhatIsForbidden() {
        assertThat(FORBIDDEN).isNotEmpty().allMatch(server -> server.connections() == 0);
    }

    /** The listeners would notice: a client that may, gets through to them. */
    @Test
    void theCountersCount() throws Exception {
        try (RawServer server = RawServer.start(
                new InetSocketAddress(InetAddress.getByName("127.0.0.77"), web.port()), (request, out) -> false)) {
            NameLookup lookup = host -> new InetAddress[] {InetAddress.getByName("127.0.0.77")};
            try (WebClient open = WebClient.open(SETTINGS.client(List.of("127.0.0.0/8")), lookup);
                    LinkChecker checker = new LinkChecker(SETTINGS, open)) {
                checker.check("http://any.example:" + web.port() + "/");
            }
            assertThat(server.connections()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/",
                "https://127.0.0.2/",
                "http://127.0.0.2:80/",
                "http://127.2/",
                "http://2130706434/",
                "http://0x7f000002/",
                "http://0x7f.0.0.2/",
                "http://0177.0.0.2/",
                "http://017700000002/",
                "http://0x7f.2/",
                "http://127.0.2/",
                "http://127.0.0.2./",
                "http://%31%32%37.0.0.2/",
                "http://１２７．０．０．２/",
                "http://①②⑦.0.0.2/",
                "http://127。0。0。2/",
                "http://127.1.2.3/",
                "http://127.255.255.254/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.2]/",
                "http://[::ffff:7f00:2]/",
                "http://[::127.0.0.2]/",
                "http://[64:ff9b::127.0.0.2]/",
                "http://[2002:7f00:2::1]/",
                "http://[2001:0:7f00:2::]/",
                "http://[fe80::1]/",
                "http://[fc00::1]/",
                "http://[fd00:ec2::254]/latest/meta-data/",
                "http://[ff02::1]/",
                "http://[::]/",
                "http://0/",
                "http://0.0.0.0/",
                "http://10.0.0.1/",
                "http://172.16.5.4/",
                "http://192.168.1.1/",
                "http://100.64.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://2852039166/latest/meta-data/",
                "http://0xA9FEA9FE/",
                "http://metadata.google.internal/computeMetadata/v1/",
                "http://metadata.google.internal./",
                "http://METADATA.google.internal/",
                "http://198.18.0.1/",
                "http://203.0.113.5/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://user:pass@127.0.0.2/",
                "https://wetransfer.com@127.0.0.2/downloads/x",
                "https://wetransfer.com\\@127.0.0.2:80/",
                "ht\ntp://127.0\t.0.2/\r\nHost: x",
            })
    void refusesAddressesInEveryForm(String url) {
        // A backslash ends the host: this one belongs to WeTransfer, on whose page there is nothing hostile.
        if (!url.contains("\\")) {
            assertThat(check(url).status()).isEqualTo(LinkStatus.BLOCKED);
        } else {
            assertThat(check(url).status()).isEqualTo(LinkStatus.DEAD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "file:///etc/passwd",
                "ftp://127.0.0.2/",
                "gopher://127.0.0.2:25/_HELO",
                "javascript:alert(1)",
                "data:text/html,x",
                "//127.0.0.2/",
                "jar:http://127.0.0.2/!/",
                "http://127.0.0.2\u0000.example/",
                "http://[::1%25lo]/",
                "http://256.256.256.256/",
                "http://exa mple.com/",
                "dict://127.0.0.2:11211/stats",
            })
    void knowsWhatIsNoLink(String url) {
        assertThat(check(url).status()).isEqualTo(LinkStatus.UNSUPPORTED);
    }

    @Test
    void refusesPortsThatAreNotTheWebs() throws IOException {
        NameLookup publicAddress = host -> new InetAddress[] {InetAddress.getByName("8.8.8.8")};
        try (WebClient closed = WebClient.open(SETTINGS.client(List.of()), publicAddress);
                LinkChecker checker = new LinkChecker(SETTINGS, closed)) {
            for (int port : new int[] {22, 25, 2375, 6379, 8080, 11211, 65535}) {
                assertThat(checker.check("http://public.example:" + port + "/").status())
                        .isEqualTo(LinkStatus.BLOCKED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.2",
                "10.1.2.3",
                "169.254.169.254",
                "100.100.100.200",
                "::1",
                "fd12::1",
                "64:ff9b::7f00:2",
                "2002:7f00:2::",
                "127.0.0.1,127.0.0.2",
                "8.8.8.8,10.0.0.1",
                "127.0.0.1,127.0.0.1,::1",
            })
    void refusesNamesThatResolveToThem(String addresses) {
        String host = "h" + Integer.toHexString(addresses.hashCode()) + ".example";
        web.name(host, name -> addresses(addresses));
        LinkVerdict verdict = check("http://" + host + "/a.mp3");
        assertThat(verdict.status()).isEqualTo(LinkStatus.BLOCKED);
        assertThat(verdict.reason()).contains(host);
    }

    /** Each new connection looks the name up; what was judged once is not what is connected to later. */
    @Test
    void judgesEachAnswerOfANameThatChanges() {
        AtomicInteger lookups = new AtomicInteger();
        web.name("rebind.example", host -> addresses(lookups.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2"));
        assertThat(check("http://rebind.example/close-after-head").status()).isEqualTo(LinkStatus.BLOCKED);
        assertThat(lookups).hasValue(2);
    }

    @Test
    void judgesEachAnswerOfANameAcrossRedirects() {
        AtomicInteger lookups = new AtomicInteger();
        web.name("flip.example", host -> addresses(lookups.getAndIncrement() % 2 == 0 ? "127.0.0.1" : "127.0.0.9"));
        assertThat(check("http://flip.example/to?http://flip.example/close-after-head")
                        .status())
                .isEqualTo(LinkStatus.BLOCKED);
    }

    @Test
    void survivesAResolverThatFails() {
        web.name("crash.example", host -> {
            throw new IllegalStateException("resolver");
        });
        web.name("empty.example", host -> new InetAddress[0]);
        assertThat(check("http://crash.example/").status()).isEqualTo(LinkStatus.UNREACHABLE);
        assertThat(check("http://empty.example/").status()).isEqualTo(LinkStatus.UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /to?http://127.0.0.2/                    | BLOCKED
        /to?https://127.0.0.2/                   | BLOCKED
        /to?//127.2/                             | BLOCKED
        /to?http://2130706434/                   | BLOCKED
        /to?http://[::1]/                        | BLOCKED
        /to?http://169.254.169.254/latest/       | BLOCKED
        /to?http://metadata.google.internal/     | BLOCKED
        /to?\\\\127.0.0.2/                       | BLOCKED
        /to?http://hop.example/to?http://127.1.2.3/ | BLOCKED
        /refresh?http://127.0.0.2/               | BLOCKED
        /refresh?//127.0.0.9/                    | BLOCKED
        /meta?http://127.0.0.2/                  | BLOCKED
        /meta?http://10.0.0.1/                   | BLOCKED
        /to?file:///etc/passwd                   | UNSUPPORTED
        /to?gopher://127.0.0.2/                  | UNSUPPORTED
        /to?javascript:alert(1)                  | UNSUPPORTED
        /meta?javascript:alert(1)                | OK
        /meta?file:///etc/passwd                 | OK
        /loop                                    | UNREACHABLE
        /long                                    | UNREACHABLE
        /self                                    | OK
        """)
    void judgesEveryHop(String target, LinkStatus expected) {
        assertThat(check("http://hop.example" + target).status()).isEqualTo(expected);
    }

    @Test
    void keepsLinksWithCredentialsEncrypted() {
        assertThat(check("https://user:secret@hop.example/to?http://hop.example/file")
                        .status())
                .isEqualTo(LinkStatus.BLOCKED);
        assertThat(check("https://hop.example/to?http://hop.example/file").status())
                .isEqualTo(LinkStatus.OK);
    }

    @Test
    void judgesWhereAProvidersApiRedirectsTo() {
        LinkVerdict verdict = check("https://open.spotify.com/track/evil");
        assertThat(verdict.status()).isEqualTo(LinkStatus.BLOCKED);
    }

    @Test
    void endsWhenProvidersSendOnToEachOther() {
        assertThat(check("https://www.dropbox.com/s/ring").status()).isEqualTo(LinkStatus.UNREACHABLE);
        assertThat(web.calls().stream().filter(call -> call.contains("ring")).count())
                .isLessThan(40);
    }

    private static LinkVerdict check(String url) {
        try (LinkChecker checker = new LinkChecker(SETTINGS, client)) {
            LinkVerdict verdict = checker.check(url);
            assertThat(verdict.reason()).isNotBlank().doesNotContain("secret");
            return verdict;
        }
    }

    private static InetAddress[] addresses(String literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals.split(",", -1)) {
            addresses.add(InetAddress.getByName(literal));
        }
        return addresses.toArray(InetAddress[]::new);
    }

    private static boolean answer(FakeWeb.Call call, OutputStream out) throws Exception {
        URI url = URI.create(call.url().replaceAll("[\\\\\\[\\]]", "_"));
        String query = call.url().substring(call.url().indexOf('?') + 1);
        String page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
        switch (url.getPath()) {
            case "/s/ring" -> write(out, redirect("https://soundcloud.com/a/ring"));
            case "/a/ring" -> write(out, redirect("https://www.dropbox.com/s/ring?" + System.nanoTime()));
            case "/to" -> write(out, redirect(query));
            case "/oembed" ->
                write(
                        out,
                        query.contains("ring")
                                ? "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
                                : redirect("http://127.0.0.2/"));
            case "/refresh" -> write(out, page + "Refresh: 0; url=" + query + "\r\nContent-Length: 0\r\n\r\n");
            case "/meta" -> body(call, out, page, "<meta http-equiv='refresh' content='0;url=" + query + "'>hello");
            case "/self" -> body(call, out, page, "<meta http-equiv='refresh' content='0;url=/self'>hello");
            case "/loop" -> write(out, redirect("/loop2"));
            case "/loop2" -> write(out, redirect("/loop"));
            case "/long" -> write(out, redirect("/long?" + System.nanoTime()));
            case "/close-after-head" -> {
                write(out, page + "Connection: close\r\nContent-Length: 5\r\n\r\n");
                return false;
            }
            case "/file" -> write(out, "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 9\r\n\r\n");
            default -> write(out, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
        }
        return true;
    }

    private static void body(FakeWeb.Call call, OutputStream out, String head, String body) throws IOException {
        write(out, head + "Content-Length: " + body.length() + "\r\n\r\n");
        if (!call.method().equals("HEAD")) {
            write(out, body);
        }
    }

    private static String redirect(String location) {
        return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }
}
