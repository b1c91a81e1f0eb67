package io.releasemedia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.releasemedia.testing.CommandLine;
import io.releasemedia.testing.TestDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code worker}, {@code run --workers} and {@code status} as operators use them. */
class WorkerCommandIT {

    private static final String WHAT_TO_SET = "Set SPRING_DATASOURCE_URL=jdbc:postgresql://HOST:PORT/DATABASE";

    @TempDir
    private Path folder;

    @Test
    void theEmbeddedDatabaseIsRefusedWithWhatToSet() throws Exception {
        CommandLine embedded = CommandLine.in(folder)
                .with("RELEASE_MEDIA_HOME", folder.resolve("home").toString());
        Path job = Files.writeString(folder.resolve("job.yaml"), "job: a\n");

        CommandLine.Result worker = embedded.run("worker");
        CommandLine.Result run = embedded.run("run", "--workers", job.toString());

        assertThat(worker.exitCode()).isEqualTo(3);
        assertThat(worker.err()).contains("a worker needs a PostgreSQL server", WHAT_TO_SET);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains(WHAT_TO_SET);
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void whatIsNoWayToUseWorkersIsRefused() throws Exception {
        CommandLine.Result result = CommandLine.in(folder).run("run", "job.yaml", "--workers=some");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--workers must be auto or only, not \"some\"");
    }

    @Test
    void aWorkerShowsItsHealthChecksLinksAndIsSeenInStatus() throws Exception {
        HttpServer linked = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        linked.createContext("/", exchange -> {
            byte[] page = "<title>Fine</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : page.length);
            if (!head) {
                exchange.getResponseBody().write(page);
            }
            exchange.close();
        });
        linked.start();
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbc()
                    .sql("insert into release (id, tenant_id) values (gen_random_uuid(), 'acme')")
                    .update();
            database.jdbc()
                    .sql("insert into media (release_id, cloud_id, cloud_url, type, name, is_link)"
                            + " select id, 'link ' || n, :url || n, 'audio', 'link ' || n, true"
                            + " from release, generate_series(1, 3) n")
                    .param("url", "http://127.0.0.1:" + linked.getAddress().getPort() + "/")
                    .update();
            CommandLine line = CommandLine.in(folder).with(database.location());
            int port = freePort();
            Process worker = line.start(
                    folder.resolve("out"),
                    folder.resolve("err"),
                    "worker",
                    "--name",
                    "w1",
                    "--threads",
                    "2",
                    "--health-port",
                    Integer.toString(port));
            try {
                Path job = Files.writeString(
                        folder.resolve("job.yaml"),
                        "job: a\nnet: {allow: [127.0.0.0/8]}\nexecution: {linkSlices: 2}\n");

                CommandLine.Result run = line.run("run", job.toString(), "--workers=only");

                assertThat(run.err() + Files.readString(folder.resolve("err"))).contains("Worker w1 takes partitions");
                assertThat(run.exitCode()).isZero();
                assertThat(run.out()).contains("Links: 3 ok");
                assertThat(get(port, "/health").statusCode()).isEqualTo(200);
                assertThat(get(port, "/metrics").body())
                        .contains("release_media_worker_records_total{kind=\"link\",status=\"ok\"} 3.0");
                assertThat(line.run("status").out()).contains("w1", "alive", "0 of 2");
                assertThat(line.run("status", "1").out()).contains("2 of 2 partitions are done");
                assertThat(line.run("status", "1", "--json").out())
                        .contains("\"state\":\"completed\",\"worker\":\"w1\"");
            } finally {
                worker.destroy();
            }
            assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.exitValue()).isEqualTo(143);
            assertThat(line.run("status").out()).contains("gone");
        } finally {
            linked.stop(0);
        }
    }

    private static int freePort() throws java.io.IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
