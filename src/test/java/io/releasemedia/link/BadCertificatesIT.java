package io.releasemedia.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.releasemedia.net.Certificates;
import io.releasemedia.testing.CommandLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check-links} against servers with good and bad certificates, as it is installed and with a trust store. */
class BadCertificatesIT {

    private final Certificates certificates = new Certificates();
    private final List<HttpsServer> servers = new ArrayList<>();

    @TempDir
    private Path folder;

    private String valid = "";
    private String expired = "";
    private String selfSigned = "";
    private String foreign = "";

    @BeforeEach
    void start() throws Exception {
        valid = serve(certificates.valid("localhost"));
        expired = serve(certificates.expired("localhost"));
        selfSigned = serve(certificates.selfSigned("localhost"));
        foreign = serve(certificates.valid("elsewhere.test"));
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void eachHasAReasonOfItsOwn() throws Exception {
        String options = "-Djavax.net.ssl.trustStore=" + certificates.trustStore(folder)
                + " -Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD;

        CommandLine.Result result = check(CommandLine.in(folder).with("JDK_JAVA_OPTIONS", options));

        assertThat(result.out().lines())
                .containsExactly(
                        valid + ": ok (answers 200 with audio/mpeg)",
                        expired + ": unreachable (the certificate of the host has expired or is not valid yet)",
                        selfSigned + ": unreachable (the certificate of the host is not trusted)",
                        foreign + ": unreachable (the certificate of the host is for another name)");
    }

    @Test
    void nobodyIsTrustedWhomTheJvmDoesNotTrust() throws Exception {
        CommandLine.Result result = check(CommandLine.in(folder));

        assertThat(result.out().lines())
                .hasSize(4)
                .allMatch(line -> line.endsWith(": unreachable (the certificate of the host is not trusted)"));
    }

    private CommandLine.Result check(CommandLine commands) throws Exception {
        return commands.run(
                "check-links",
                "--allow-address",
                "127.0.0.1/32",
                "--allow-address",
                "::1/128",
                valid,
                expired,
                selfSigned,
                foreign);
    }

    private String serve(Certificates.Identity identity) throws Exception {
        HttpsServer server = Certificates.serve(identity, BadCertificatesIT::answer);
        servers.add(server);
        return "https://localhost:" + server.getAddress().getPort() + "/song.mp3";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "audio/mpeg");
        exchange.getResponseHeaders().set("Content-Length", "10");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
