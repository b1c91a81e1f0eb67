package io.releasemedia.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server whose certificate is for {@code media.test} and trusted by nobody but who is told to. */
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private static Path folder = Path.of("");
    private static HttpsServer server;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path store = folder.resolve("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -alias a -keyalg EC -dname CN=media.test -ext san=dns:media.test"
                + " -storetype PKCS12 -storepass changeit -validity 2";
        List<String> command = new ArrayList<>(List.of(keytool));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-keystore", store.toString()));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/down")) {
                exchange.getResponseHeaders().add("Location", "http://media.test/");
            }
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/down") ? 302 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void refusesCertificatesThatNobodyVouchesFor() {
        assertThatThrownBy(() -> status("https://media.test", "/"))
                .isInstanceOf(SSLException.class)
                .satisfies(TlsTest::isAboutTheCertificate);
    }

    @Test
    void refusesCertificatesOfOtherHosts() throws Exception {
        trusting(() -> {
            assertThat(status("https://media.test", "/")).isEqualTo(204);
            assertThatThrownBy(() -> status("https://other.test", "/"))
                    .isInstanceOf(SSLException.class)
                    .satisfies(TlsTest::isAboutTheCertificate);
        });
    }

    @Test
    void followsNoRedirectFromHttpsToHttp() throws Exception {
        trusting(() -> assertThatThrownBy(() -> status("https://media.test", "/down"))
                .isInstanceOf(RedirectException.class)
                .hasMessageContaining("https to http"));
    }

    private static void isAboutTheCertificate(Throwable failure) {
        assertThat(FailureKind.of((IOException) failure)).isEqualTo(FailureKind.CERTIFICATE);
    }

    private static int status(String host, String path) throws IOException {
        WebClientSettings settings = WebClientSettings.DEFAULT.allowing(List.of("127.0.0.1"));
        try (WebClient client =
                WebClient.open(settings, name -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            WebUrl url = WebUrl.parse(host + ":" + server.getAddress().getPort() + path);
            try (WebResponse response = client.send(WebRequest.get(url, Deadline.after(Duration.ofSeconds(10))))) {
                return response.status();
            }
        }
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void trusting(Check check) throws Exception {
        System.setProperty(
                "javax.net.ssl.trustStore", folder.resolve("store.p12").toString());
        System.setProperty("javax.net.ssl.trustStorePassword", new String(PASSWORD));
        try {
            check.run();
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }
}
