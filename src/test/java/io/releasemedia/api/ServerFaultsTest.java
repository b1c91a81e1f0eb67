package io.releasemedia.api;

import static io.releasemedia.api.Catalogue.NOT_FOUND;
import static io.releasemedia.api.Catalogue.SERVER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.releasemedia.api.RunningEndpoint.Answer;
import io.releasemedia.api.ServeSettings.Listener;
import io.releasemedia.database.Database;
import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that goes away, clients that are slow or speak no HTTP, and the server's own end. */
@Timeout(120)
class ServerFaultsTest {

    private static final String TENANT = "label-a";
    private static final Duration SOON = Duration.ofSeconds(9);

    private static TestDatabase database;
    private static Gate gate;
    private static Database throughGate;
    private static RunningEndpoint endpoint;
    private static UUID release;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        release = new Catalogue(database).release(TENANT);
        gate = new Gate(database.location());
        throughGate = Database.open(gate.location(), 4);
        endpoint = RunningEndpoint.over(throughGate.dataSource(), Tokens.settings());
    }

    @AfterAll
    static void stop() throws Exception {
        endpoint.close();
        throughGate.close();
        gate.close();
        database.close();
    }

    @AfterEach
    void open() {
        gate.open();
        itComesBackByItself();
    }

    private static Answer get() throws IOException, InterruptedException {
        return endpoint.get(Catalogue.path(release), Tokens.of(TENANT));
    }

    private static void itIsAServerErrorSoon() throws Exception {
        long start = System.nanoTime();
        Answer answer = get();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo(SERVER_ERROR);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    private static void itComesBackByItself() {
        Awaitility.await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(get().status())
                .isEqualTo(200));
    }

    @Test
    void aDatabaseThatIsAwayIsAServerErrorUntilItIsBack() throws Exception {
        assertThat(get().status()).isEqualTo(200);
        gate.shut();
        for (int i = 0; i < 3; i++) {
            itIsAServerErrorSoon();
        }
        Answer health = endpoint.management("/actuator/health/readiness");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body()).isEqualTo("{\"status\":\"DOWN\"}");
        assertThat(endpoint.management("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(endpoint.send("GET", Catalogue.path(release)).status()).isEqualTo(401);
        gate.open();
        itComesBackByItself();
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAServerErrorUntilItDoes() throws Exception {
        assertThat(get().status()).isEqualTo(200);
        gate.hang();
        for (int i = 0; i < 3; i++) {
            itIsAServerErrorSoon();
        }
        gate.open();
        itComesBackByItself();
    }

    @Test
    void connectionsThatTheServerEndsAreReplaced() throws Exception {
        assertThat(get().status()).isEqualTo(200);
        database.jdbc().sql("""
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """).query(Long.class).single();
        itComesBackByItself();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /releases/%zz/media HTTP/1.1, 404",
        "GET /releases/[x]/media HTTP/1.1, 404",
        "GET /releases/{x}/media HTTP/1.1, 404",
        "GET /releases/a b/media HTTP/1.1, 400",
        "TRACE / HTTP/1.1, 404",
        "G@T / HTTP/1.1, 400",
        "GET / HTTP/9.9, 505",
        "nonsense, 400"
    })
    void whatTomcatRefusesHasAnErrorBodyToo(String line, int status) throws Exception {
        String answer = raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).containsIgnoringCase("content-type: application/json");
        assertThat(answer)
                .doesNotContainIgnoringCase("tomcat")
                .doesNotContain("<")
                .doesNotContain("Exception");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                .isEqualTo(status == 404 ? NOT_FOUND : "{\"status\":\"error\",\"message\":\"Bad request\"}");
    }

    @Test
    void headersHaveALimit() throws Exception {
        String answer = raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").endsWith("{\"status\":\"error\",\"message\":\"Bad request\"}");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void slowClientsDoNotKeepOthersWaitingAndAreCutOff() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                socket.getOutputStream()
                        .write("GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nX-Slow:".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            long start = System.nanoTime();
            assertThat(get().status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

            Socket first = slow.get(0);
            first.setSoTimeout(25_000);
            InputStream in = first.getInputStream();
            in.readAllBytes(); // ends when the server has cut it off
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void theServerEndsInOrderWhileARequestIsUnderWay() throws Exception {
        try (TestDatabase own = TestDatabase.create();
                Database connections = Database.open(own.location(), 2)) {
            UUID id = new Catalogue(own).release(TENANT);
            RunningEndpoint ending = RunningEndpoint.over(connections.dataSource(), Tokens.settings());
            try (var locking = own.dataSource().getConnection()) {
                locking.setAutoCommit(false);
                try (var lock = locking.createStatement()) {
                    lock.execute("lock table release");
                }
                CompletableFuture<Answer> underWay = CompletableFuture.supplyAsync(() -> {
                    try {
                        return ending.get(Catalogue.path(id), Tokens.of(TENANT));
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                Awaitility.await()
                        .until(() -> own.jdbc()
                                        .sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                                + " and datname = current_database()")
                                        .query(Long.class)
                                        .single()
                                > 0);
                CompletableFuture<Void> end = CompletableFuture.runAsync(ending::close);
                Awaitility.await().until(() -> refuses(ending.port()));
                locking.rollback();
                assertThat(underWay.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
                end.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static boolean refuses(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            ServeSettings settings = new ServeSettings(
                    new Listener("0.0.0.0", taken.getLocalPort()), Optional.empty(), 1, Tokens.settings());

            assertThatExceptionOfType(ServerStartException.class)
                    .isThrownBy(() -> EndpointServer.start(settings, database.dataSource()))
                    .withMessageContaining("port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void anAddressThatIsNotTheMachinesIsAFailureToStart() {
        ServeSettings settings =
                new ServeSettings(new Listener("192.0.2.1", 0), Optional.empty(), 1, Tokens.settings());

        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(() -> EndpointServer.start(settings, database.dataSource()))
                .withMessageContaining("could not be started");
    }

    @Test
    void managementCanBeOff() throws Exception {
        ServeSettings settings =
                new ServeSettings(new Listener("127.0.0.1", 0), Optional.empty(), 1, Tokens.settings());
        try (EndpointServer server = EndpointServer.start(settings, database.dataSource())) {
            assertThat(server.managementPort()).isEmpty();
            assertThat(server.port()).isPositive();
        }
    }
}
