package io.releasemedia.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against servers with certificates for {@code media.test}, in a JVM that trusts the authority of the test. */
class TlsTest {

    private static final Certificates CERTIFICATES = new Certificates();

    private static HttpsServer valid;
    private static HttpsServer expired;
    private static HttpsServer early;
    private static HttpsServer selfSigned;
    private static Path trusted = Path.of("");

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        trusted = CERTIFICATES.trustStore(folder);
        valid = Certificates.serve(CERTIFICATES.valid("media.test"), TlsTest::answer);
        expired = Certificates.serve(CERTIFICATES.expired("media.test"), TlsTest::answer);
        early = Certificates.serve(CERTIFICATES.early("media.test"), TlsTest::answer);
        selfSigned = Certificates.serve(CERTIFICATES.selfSigned("media.test"), TlsTest::answer);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        boolean isDown = exchange.getRequestURI().getPath().equals("/down");
        if (isDown) {
            exchange.getResponseHeaders().add("Location", "http://media.test/");
        }
        exchange.sendResponseHeaders(isDown ? 302 : 204, -1);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        List.of(valid, expired, early, selfSigned).forEach(server -> server.stop(0));
    }

    @BeforeEach
    void trust() {
        System.setProperty("javax.net.ssl.trustStore", trusted.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", Certificates.PASSWORD);
    }

    @AfterEach
    void trustNobodyElse() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    @Test
    void trustsWhomTheJvmTrusts() throws Exception {
        assertThat(status(valid, "media.test", "/")).isEqualTo(204);
        trustNobodyElse();
        assertThat(refusal(valid, "media.test")).isEqualTo(FailureKind.UNTRUSTED_CERTIFICATE);
    }

    @Test
    void tellsBadCertificatesApart() {
        assertThat(refusal(selfSigned, "media.test")).isEqualTo(FailureKind.UNTRUSTED_CERTIFICATE);
        assertThat(refusal(expired, "media.test")).isEqualTo(FailureKind.EXPIRED_CERTIFICATE);
        assertThat(refusal(early, "media.test")).isEqualTo(FailureKind.EXPIRED_CERTIFICATE);
        assertThat(refusal(valid, "other.test")).isEqualTo(FailureKind.FOREIGN_CERTIFICATE);
        assertThat(refusal(valid, "127.0.0.1")).isEqualTo(FailureKind.FOREIGN_CERTIFICATE);
    }

    @Test
    void followsNoRedirectFromHttpsToHttp() {
        assertThatThrownBy(() -> status(valid, "media.test", "/down"))
                .isInstanceOf(RedirectException.class)
                .hasMessageContaining("https to http");
    }

    private static FailureKind refusal(HttpsServer server, String host) {
        return FailureKind.of(catchThrowableOfType(SSLException.class, () -> status(server, host, "/")));
    }

    private static int status(HttpsServer server, String host, String path) throws IOException {
        WebClientSettings settings = WebClientSettings.DEFAULT.allowing(List.of("127.0.0.1"));
        try (WebClient client =
                WebClient.open(settings, name -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            WebUrl url =
                    WebUrl.parse("https://" + host + ":" + server.getAddress().getPort() + path);
            try (WebResponse response = client.send(WebRequest.get(url, Deadline.after(Duration.ofSeconds(10))))) {
                return response.status();
            }
        }
    }
}
