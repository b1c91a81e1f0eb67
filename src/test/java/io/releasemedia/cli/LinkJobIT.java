package io.releasemedia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.releasemedia.testing.CommandLine;
import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Links in the real job, against a real server. */
class LinkJobIT {

    private static final String RELEASE = "0bbb3a1c-0f8e-5e70-b2c2-709225ecc301";

    private static TestDatabase database;
    private static HttpServer server;
    private static final CountDownLatch ENDED = new CountDownLatch(1);
    private static final AtomicInteger ASKED_FOR_THE_SAME = new AtomicInteger();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException, SQLException {
        database = TestDatabase.create();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/song.mp3", exchange -> answer(exchange, 200, "audio/mpeg", "0123456789"));
        server.createContext("/page", exchange -> answer(exchange, 200, "text/html", "<title>Fine</title>"));
        server.createContext("/gone", exchange -> answer(exchange, 404, "text/html", "<title>Not found</title>"));
        server.createContext("/private", exchange -> answer(exchange, 403, "text/html", "no"));
        server.createContext("/tone.wav", exchange -> answer(exchange, 200, "audio/x-wav", tone()));
        server.createContext("/same", exchange -> {
            ASKED_FOR_THE_SAME.incrementAndGet();
            answer(exchange, 200, "audio/mpeg", "0123456789");
        });
        server.createContext("/silent", exchange -> {
            try {
                ENDED.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        ENDED.countDown();
        server.stop(0);
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbc().sql("truncate release, media, enrichment, run").update();
        database.jdbc()
                .sql("insert into release (id, tenant_id) values ('" + RELEASE + "', 'acme')")
                .update();
    }

    @Test
    void verdictsAreWrittenBackAndNotAskedForAgain() throws Exception {
        link("song", url("/song.mp3?signature=secret"));
        link("page", url("/page"));
        link("gone", url("/gone"));
        link("inside", "http://10.1.2.3/");

        CommandLine.Result result = run("--json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        JsonNode song = metadata("song");
        assertThat(song.get("linkValidated").booleanValue()).isTrue();
        assertThat(song.get("linkStatus").stringValue()).isEqualTo("ok");
        assertThat(song.get("mimeType").stringValue()).isEqualTo("audio/mpeg");
        assertThat(song.get("fileSize").intValue()).isEqualTo(10);
        assertThat(song.get("httpStatus").intValue()).isIn(200, 206);
        assertThat(song.get("finalUrl").stringValue()).doesNotContain("secret");
        assertThat(song.get("uploadedAt").stringValue()).isEqualTo("then");
        assertThat(metadata("page").get("linkValidated").booleanValue()).isTrue();
        assertThat(metadata("gone").get("linkStatus").stringValue()).isEqualTo("dead");
        assertThat(metadata("gone").get("linkValidated").booleanValue()).isFalse();
        assertThat(metadata("inside").get("linkStatus").stringValue()).isEqualTo("blocked");
        JsonNode links = JsonMapper.shared().readTree(result.lastLine()).get("links");
        assertThat(links.toString()).isEqualTo("{\"blocked\":1,\"dead\":1,\"ok\":2}");

        assertThat(selected(run("--json"))).isZero();
        database.jdbc().sql("update enrichment set next_due_at = now()").update();
        assertThat(selected(run("--json"))).isEqualTo(4);
    }

    @Test
    void theFileThatALinkLeadsToIsProbedIfThatIsWanted() throws Exception {
        link("tone", url("/tone.wav?signature=secret"));
        link("page", url("/page"));

        CommandLine.Result result = run("--set", "links.probe=true");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        JsonNode tone = metadata("tone");
        assertThat(tone.get("duration").doubleValue()).isEqualTo(1.5);
        assertThat(tone.get("codec").stringValue()).isEqualTo("pcm_s16le");
        assertThat(tone.get("sampleRate").stringValue()).isEqualTo("8000");
        assertThat(tone.get("channels").stringValue()).isEqualTo("1");
        assertThat(tone.get("bitrate").stringValue()).isEqualTo("128");
        assertThat(tone.get("fileSize").intValue()).isEqualTo(24_044);
        assertThat(tone.get("linkValidated").booleanValue()).isTrue();
        assertThat(tone.get("finalUrl").stringValue()).isEqualTo(url("/tone.wav"));
        assertThat(metadata("page").has("duration")).isFalse();

        database.jdbc().sql("update enrichment set next_due_at = now()").update();
        assertThat(run().exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(metadata("tone").has("duration"))
                .as("without probing, nobody says so any more")
                .isFalse();
    }

    @Test
    void theSameUrlIsAskedForOnceInARun() throws Exception {
        int records = 1_500;
        database.jdbc()
                .sql("insert into media (release_id, cloud_id, cloud_url, type, name, is_link)"
                        + " select id, 'same ' || n, :url || case when n % 2 = 0 then '' else '#t=' || n end, 'audio',"
                        + " 'same ' || n, true from release, generate_series(1, :records) n")
                .param("url", url("/same?a"))
                .param("records", records)
                .update();
        link("other", url("/same?b"));
        int before = ASKED_FOR_THE_SAME.get();

        CommandLine.Result result = run("--json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(selected(result)).isEqualTo(records + 1);
        assertThat(ASKED_FOR_THE_SAME.get() - before).isEqualTo(2);
        assertThat(database.jdbc()
                        .sql("select count(*) from media where metadata ->> 'linkStatus' = 'ok'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(records + 1);
    }

    @Test
    void aLinkThatFailsIsDeadOnlyAfterThreeChecksFarApart() throws Exception {
        link("refused", "http://127.0.0.1:1/");
        link("page", url("/page"));
        for (int check = 1; check <= 4; check++) {
            // The other link answers each time: it is not our network that is down.
            database.jdbc()
                    .sql("update enrichment set next_due_at = now(),"
                            + " link_failure_at = link_failure_at - case when :far then interval '25 hours'"
                            + " else interval '0' end")
                    .param("far", check != 2)
                    .update();
            assertThat(run().exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(metadata("refused").get("linkStatus").stringValue())
                    .as("check %d; the second came too soon to count", check)
                    .isEqualTo(check < 4 ? "unreachable" : "dead");
        }
        assertThat(metadata("refused").get("linkValidated").booleanValue()).isFalse();
    }

    @Test
    void offlineIsNotDeadAndIsSaidOnce() throws Exception {
        link("refused", "http://127.0.0.1:1/");
        link("other", "http://127.0.0.1:2/");
        database.jdbc()
                .sql("update media set metadata = metadata || '{\"linkValidated\": true}'")
                .update();

        CommandLine.Result result = run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).containsOnlyOnce("the network seems to be down");
        assertThat(metadata("refused").get("linkStatus").stringValue()).isEqualTo("unreachable");
        assertThat(metadata("refused").get("linkValidated").booleanValue()).isTrue();
        assertThat(database.jdbc()
                        .sql("select sum(link_failures) from enrichment")
                        .query(Long.class)
                        .single())
                .as("what nobody answered counts against nobody")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void aRunEndsSoonWhenItIsToldToWithSlowLinksInFlight() throws Exception {
        for (int i = 0; i < 20; i++) {
            link("silent" + i, url("/silent?" + i));
        }
        Path err = folder.resolve("err");
        Process process = commands().start(folder.resolve("out"), err, "run", job());
        for (int i = 0; i < 200 && !Files.readString(err).contains("enrich: 20"); i++) {
            Thread.sleep(100);
        }
        Thread.sleep(1_000);
        Instant told = Instant.now();

        process.destroy();

        assertThat(process.waitFor(15, TimeUnit.SECONDS))
                .as(Files.readString(err))
                .isTrue();
        assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(database.jdbc()
                        .sql("select state from run")
                        .query(String.class)
                        .single())
                .isEqualTo("stopped");
        assertThat(database.jdbc()
                        .sql("select count(*) from enrichment")
                        .query(Long.class)
                        .single())
                .as("links that were not judged stay due")
                .isZero();
    }

    @Test
    void checkLinksAnswersInTheOrderOfItsInputs() throws Exception {
        CommandLine.Result result = CommandLine.in(folder)
                .run(
                        "check-links",
                        "--json",
                        "--allow-address",
                        "127.0.0.1/32",
                        url("/gone"),
                        url("/page"),
                        "ftp://a/b");

        assertThat(result.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
        List<JsonNode> answers = result.out()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(answers)
                .extracting(answer -> answer.get("status").stringValue())
                .containsExactly("dead", "ok", "unsupported");
        assertThat(answers.get(0).get("input").stringValue()).isEqualTo(url("/gone"));
        assertThat(answers.get(0).get("linkValidated").booleanValue()).isFalse();
        assertThat(answers.get(0).get("httpStatus").intValue()).isEqualTo(404);
        assertThat(answers.get(1).get("reason").stringValue()).isNotEmpty();
        assertThat(CommandLine.in(folder)
                        .run("check-links", "http://127.0.0.1:1/")
                        .out())
                .contains("blocked");
    }

    private CommandLine commands() {
        return CommandLine.in(folder).with(database.location());
    }

    private CommandLine.Result run(String... options) throws Exception {
        List<String> arguments = new java.util.ArrayList<>(List.of("run", job()));
        arguments.addAll(List.of(options));
        return commands().run(arguments.toArray(String[]::new));
    }

    private String job() throws IOException {
        return Files.writeString(folder.resolve("links.yaml"), "job: links\nnet: {allow: [127.0.0.1/32]}\n")
                .toString();
    }

    private static int selected(CommandLine.Result result) {
        return JsonMapper.shared().readTree(result.lastLine()).get("selected").intValue();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void link(String cloudId, String url) {
        database.jdbc()
                .sql(
                        "insert into media (release_id, cloud_id, cloud_url, type, name, is_link, metadata) values (:release,"
                                + " :id, :url, 'audio', :id, true, '{\"uploadedAt\": \"then\"}')")
                .param("release", java.util.UUID.fromString(RELEASE))
                .param("id", cloudId)
                .param("url", url)
                .update();
    }

    private static JsonNode metadata(String cloudId) {
        return JsonMapper.shared()
                .readTree(database.jdbc()
                        .sql("select metadata::text from media where cloud_id = :id")
                        .param("id", cloudId)
                        .query(String.class)
                        .single());
    }

    /** A second and a half of silence: 8,000 samples a second of 16 bits. */
    private static byte[] tone() {
        int size = 24_000;
        ByteBuffer wav = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + size).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
        wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(size);
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        answer(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
