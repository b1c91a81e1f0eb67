package io.releasemedia.api;

import io.releasemedia.api.ServeSettings.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** The endpoint as it is served, on ports of its own, and a client of it. */
final class RunningEndpoint implements AutoCloseable {

    private static final int CONNECTIONS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final EndpointServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningEndpoint(EndpointServer server) {
        this.server = server;
    }

    static RunningEndpoint over(DataSource dataSource, TokenSettings tokens) throws IOException, SQLException {
        return new RunningEndpoint(EndpointServer.start(
                new ServeSettings(
                        new Listener("127.0.0.1", 0), Optional.of(new Listener("127.0.0.1", 0)), CONNECTIONS, tokens),
                dataSource));
    }

    /** A status with its body. */
    record Answer(int status, String body, HttpResponse<byte[]> response) {
        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    int port() {
        return server.port();
    }

    EndpointServer server() {
        return server;
    }

    Answer get(String path, String token, String... headers) throws IOException, InterruptedException {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = "Bearer " + token;
        return send("GET", path, all);
    }

    Answer send(String method, String path, String... headers) throws IOException, InterruptedException {
        return send(server.port(), method, path, headers);
    }

    Answer management(String path) throws IOException, InterruptedException {
        return send(server.managementPort().orElseThrow(), "GET", path);
    }

    private Answer send(int port, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(LIMIT);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
    }

    @Override
    public void close() {
        server.close();
    }
}
