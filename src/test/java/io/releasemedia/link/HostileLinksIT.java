package io.releasemedia.link;

import static io.releasemedia.net.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.net.RawServer;
import io.releasemedia.testing.CommandLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check-links} as it is installed: 127.0.0.1 is opened, and a server on 127.0.0.2 counts who gets there. */
class HostileLinksIT {

    /** Ways to write and to reach 127.0.0.2; {@code P} stands for the port, {@code OPEN} for the server that is open. */
    private static final List<String> LINKS = List.of(
            "http://127.0.0.2:P/",
            "https://127.0.0.2:P/",
            "http://127.2:P/",
            "http://2130706434:P/",
            "http://0x7f000002:P/",
            "http://0177.0.0.2:P/",
            "http://127.0.0.2.:P/",
            "http://%31%32%37.0.0.2:P/",
            "http://１２７．０．０．２:P/",
            "http://127。0。0。2:P/",
            "http://[::ffff:127.0.0.2]:P/",
            "http://[::ffff:7f00:2]:P/",
            "http://[64:ff9b::127.0.0.2]:P/",
            "http://user:secret@127.0.0.2:P/",
            "http://OPEN@127.0.0.2:P/",
            "http://forbidden.test:P/",
            "http://FORBIDDEN.test.:P/",
            "http://mixed.test:P/",
            "http://OPEN/to?http://127.0.0.2:P/",
            "http://OPEN/to?http://2130706434:P/",
            "http://OPEN/to?//127.0.0.2:P/",
            "http://OPEN/to?http://forbidden.test:P/",
            "http://OPEN/to?http://mixed.test:P/",
            "http://OPEN/to?http://open.test:P/to?http://127.0.0.2:P/",
            "http://OPEN/refresh?http://127.0.0.2:P/",
            "http://OPEN/refresh?http://forbidden.test:P/",
            "http://OPEN/meta?http://127.0.0.2:P/",
            "http://OPEN/meta?http://forbidden.test:P/");

    @TempDir
    private Path folder;

    @Test
    void noFormOfAForbiddenAddressIsConnectedTo() throws Exception {
        try (RawServer open = RawServer.start((request, out) -> {
                    write(out, answer(request));
                    return false;
                });
                RawServer forbidden = RawServer.start(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.2"), open.port()), (request, out) -> {
                            write(out, "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 1\r\n\r\nx");
                            return false;
                        })) {
            Path hosts = Files.writeString(
                    folder.resolve("hosts"), "127.0.0.2 forbidden.test mixed.test\n127.0.0.1 mixed.test open.test\n");
            List<String> links = new ArrayList<>();
            for (String link : LINKS) {
                links.add(link.replace("OPEN", "127.0.0.1:" + open.port()).replace("P/", open.port() + "/"));
            }
            links.add("http://open.test:" + open.port() + "/");
            Path list = Files.write(folder.resolve("links"), links);

            CommandLine.Result result = CommandLine.in(folder)
                    .with("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts)
                    .run("check-links", "--allow-address", "127.0.0.1/32", "--files-from", list.toString());

            List<String> verdicts = result.out().lines().toList();
            assertThat(verdicts).hasSize(links.size());
            assertThat(verdicts.subList(0, LINKS.size())).allMatch(line -> line.contains(": blocked ("));
            assertThat(verdicts.get(LINKS.size())).contains(": ok (");
            assertThat(result.out()).doesNotContain("secret");
            assertThat(forbidden.connections()).isZero();
            assertThat(open.connections()).isPositive();
        }
    }

    private static String answer(RawServer.Request request) {
        String target = request.target();
        String next = target.substring(target.indexOf('?') + 1);
        String page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
        if (target.startsWith("/to?")) {
            return "HTTP/1.1 302 Found\r\nLocation: " + next + "\r\n\r\n";
        } else if (target.startsWith("/refresh?")) {
            return page + "Refresh: 0; url=" + next + "\r\n\r\n";
        } else if (target.startsWith("/meta?")) {
            return page + "\r\n" + (request.head().startsWith("HEAD") ? "" : meta(next));
        }
        return page + "\r\n" + (request.head().startsWith("HEAD") ? "" : "<title>Fine</title>");
    }

    private static String meta(String next) {
        return "<meta http-equiv='refresh' content='0;url=" + next + "'>hello";
    }
}
