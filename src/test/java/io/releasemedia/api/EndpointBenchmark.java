package io.releasemedia.api;

import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Measures the endpoint against a bare controller that runs the same query and returns its text: no token, no JSON, no
 * entity tag. Both are served in this process, over one pool of connections, and asked by wrk (Debian package {@code
 * wrk}) in turn. Arguments: seconds a turn, turns, connections of wrk, media a release.
 */
public final class EndpointBenchmark {

    private static final String TENANT = "label-a";
    private static final int RELEASES = 2_000;
    private static final int TOKENS = 50;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    private EndpointBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = argument(arguments, 0, 8);
        int turns = argument(arguments, 1, 5);
        int connections = argument(arguments, 2, 16);
        int media = argument(arguments, 3, 5);
        try (TestDatabase database = TestDatabase.create();
                RunningEndpoint endpoint = RunningEndpoint.over(database.dataSource(), Tokens.settings());
                ConfigurableApplicationContext bare = bare(database.dataSource())) {
            fill(database, media);
            Path script = script(database);
            int barePort = bare.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            wrk(script, endpoint.port(), connections, seconds); // warms both up
            wrk(script, barePort, connections, seconds);
            List<Turn> ofEndpoint = new ArrayList<>();
            List<Turn> ofBare = new ArrayList<>();
            for (int i = 0; i < turns; i++) {
                ofBare.add(wrk(script, barePort, connections, seconds));
                ofEndpoint.add(wrk(script, endpoint.port(), connections, seconds));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d releases of %d media, %d connections, %d turns of %d s, medians:%n",
                    RELEASES,
                    media,
                    connections,
                    turns,
                    seconds);
            print("bare controller", ofBare);
            print("endpoint", ofEndpoint);
            System.out.printf(
                    Locale.ROOT,
                    "ratio %.2f%n",
                    median(ofEndpoint).rate() / median(ofBare).rate());
        }
        System.exit(0);
    }

    /** One turn of wrk: requests a second, and the 99th percentile of the latency in milliseconds. */
    private record Turn(double rate, double p99) {}

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static void fill(TestDatabase database, int media) {
        database.jdbc()
                .sql("insert into release (id, tenant_id) select gen_random_uuid(), ? from generate_series(1, ?)")
                .params(TENANT, RELEASES)
                .update();
        database.jdbc().sql("""
            insert into media
                (release_id, position, cloud_id, cloud_url, type, name, is_link, release_path, metadata)
            select r.id, n, gen_random_uuid()::text,
                'https://storage.example/files/' || gen_random_uuid() || '.mp3?X-Signature=' || md5(n::text),
                'audio', 'track ' || n || '.mp3', false, 'tenant123/releases/' || r.id || '/file.mp3',
                '{"codec": "mp3", "bitrate": "320", "channels": "2", "duration": 213.512, "fileSize": 8540480,
                  "mimeType": "audio/mpeg", "sampleRate": "44100", "processedAt": "2026-01-01T00:00:00Z",
                  "uploadedAt": "2025-12-31T23:59:59Z", "mediaType": "release", "container": "mp3"}'
            from release r, generate_series(1, ?) n
            """).param(media).update();
        database.jdbc().sql("analyze").update();
    }

    /** Asks for the releases in a random order, with tokens of many users. */
    private static Path script(TestDatabase database) throws IOException {
        List<UUID> releases =
                database.jdbc().sql("select id from release").query(UUID.class).list();
        String lua = "math.randomseed(os.time())\nlocal ids = {"
                + releases.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","))
                + "}\nlocal tokens = {" + tokens()
                + "}\nrequest = function()\n"
                + "  return wrk.format(\"GET\", \"/releases/\" .. ids[math.random(#ids)] .. \"/media\","
                + " {[\"Authorization\"] = \"Bearer \" .. tokens[math.random(#tokens)]})\nend\n";
        return Files.writeString(Files.createTempFile("endpoint", ".lua"), lua);
    }

    private static String tokens() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            String user = "user " + i;
            tokens.add("\""
                    + Tokens.hs256(claims -> claims.claim("tenantId", TENANT).subject(user)) + "\"");
        }
        return String.join(",", tokens);
    }

    private static Turn wrk(Path script, int port, int connections, int seconds)
            throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--latency",
                        "-s",
                        script.toString(),
                        "http://127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(output);
        Matcher p99 = P99.matcher(output);
        if (wrk.waitFor() != 0
                || !rate.find()
                || !p99.find()
                || REFUSED.matcher(output).find()) {
            throw new IOException("wrk failed: " + output);
        }
        double unit =
                switch (p99.group(2)) {
                    case "us" -> 0.001;
                    case "ms" -> 1;
                    default -> 1000;
                };
        return new Turn(Double.parseDouble(rate.group(1)), Double.parseDouble(p99.group(1)) * unit);
    }

    private static Turn median(List<Turn> turns) {
        return new Turn(
                median(turns.stream().mapToDouble(Turn::rate).toArray()),
                median(turns.stream().mapToDouble(Turn::p99).toArray()));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void print(String name, List<Turn> turns) {
        Turn median = median(turns);
        System.out.printf(
                Locale.ROOT,
                "%-16s %8.0f requests/s  p99 %.2f ms  (each turn: %s)%n",
                name,
                median.rate(),
                median.p99(),
                turns.stream()
                        .map(turn -> String.format(Locale.ROOT, "%.0f", turn.rate()))
                        .collect(Collectors.joining(" ")));
    }

    private static ConfigurableApplicationContext bare(DataSource dataSource) {
        return new SpringApplicationBuilder(Bare.class)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .properties("server.port=0", "server.address=127.0.0.1", "server.tomcat.max-keep-alive-requests=10000")
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ConfigurationPropertiesAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class
    })
    @Import({ServeConfiguration.Mvc.class, BareController.class})
    static class Bare {}

    /** The least that an endpoint over this query can do. */
    @RestController
    static final class BareController {

        private static final String SQL = """
            select m.id as media_id, m.cloud_id, m.cloud_url, m.type, m.name, m.is_link, m.release_path, m.metadata
            from release r left join media m on m.release_id = r.id
            where r.id = ? and r.tenant_id = ?
            order by m.position, m.id
            """;

        private final DataSource dataSource;

        BareController(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        @GetMapping(MediaController.RELEASE)
        ResponseEntity<byte[]> text(@PathVariable("id") String id) throws SQLException {
            StringBuilder text = new StringBuilder();
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement query = connection.prepareStatement(SQL)) {
                query.setObject(1, UUID.fromString(id));
                query.setString(2, TENANT);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        for (int column = 1; column <= 8; column++) {
                            text.append(rows.getString(column)).append('\n');
                        }
                    }
                }
            }
            return ResponseEntity.ok()
                    .contentType(MediaType.TEXT_PLAIN)
                    .body(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
