package io.releasemedia.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.releasemedia.job.JobFile;
import io.releasemedia.job.JobSpec;
import io.releasemedia.link.LinkStatus;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.probe.child.PlantedChild;
import io.releasemedia.report.RunState;
import io.releasemedia.report.RunSummary;
import io.releasemedia.testing.SmallWav;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run over everything that can be wrong with a record, as a job file without options runs it: on a real PostgreSQL,
 * with probing processes, whose reader of FLAC does what a file says. What can be wrong is what the runbook of
 * {@code OPERATIONS.md} lists, no less and no more.
 */
class EveryFailureTest {

    private static final Path RUNBOOK = Path.of("src", "docs", "OPERATIONS.md");
    private static final int SOUND = 60;
    private static final int HUGE = 64 << 20;

    /**
     * A record that fails.
     *
     * @param url {@code $} stands for the server's address
     * @param reason what the runbook calls it: a part of the ledger's reason
     */
    private record Failure(String url, String type, ProbeStatus status, String reason) {}

    private static final List<Failure> FAILURES = List.of(
            new Failure("file:missing.wav", "audio", ProbeStatus.UNREADABLE, "no such file"),
            new Failure("ftp://files.example/a.wav", "audio", ProbeStatus.UNREADABLE, "this scheme is not read"),
            new Failure("a.wav", "audio", ProbeStatus.UNREADABLE, "not a URL"),
            new Failure("$/401", "audio", ProbeStatus.UNREADABLE, "(HTTP 401)"),
            new Failure("$/403", "audio", ProbeStatus.UNREADABLE, "(HTTP 403)"),
            new Failure("$/404", "audio", ProbeStatus.UNREADABLE, "(HTTP 404)"),
            new Failure("$/410", "audio", ProbeStatus.UNREADABLE, "(HTTP 410)"),
            new Failure("$/429", "audio", ProbeStatus.UNREADABLE, "(HTTP 429)"),
            new Failure("$/503", "audio", ProbeStatus.UNREADABLE, "(HTTP 503)"),
            new Failure("http://nowhere.invalid/a.wav", "audio", ProbeStatus.UNREADABLE, "unknown host"),
            new Failure("http://127.0.0.1:1/a.wav", "audio", ProbeStatus.UNREADABLE, "Connection refused"),
            new Failure("$/changing", "audio", ProbeStatus.UNREADABLE, "changes while it is read"),
            new Failure("$/odd", "audio", ProbeStatus.UNREADABLE, "without Content-Range"),
            new Failure("$/huge.m4a", "audio", ProbeStatus.UNREADABLE, "needs more than the allowed"),
            new Failure("file:KILL.flac", "audio", ProbeStatus.UNREADABLE, "the probing process was killed twice"),
            new Failure("$/slow", "audio", ProbeStatus.TIMEOUT, "not answered within"),
            new Failure("file:SPIN.flac", "audio", ProbeStatus.TIMEOUT, "not answered within"),
            new Failure("file:EATS.flac", "audio", ProbeStatus.MALFORMED, "ended the probing process twice"),
            new Failure("file:HALT.flac", "audio", ProbeStatus.MALFORMED, "ended the probing process twice"),
            new Failure("file:DEEP.flac", "audio", ProbeStatus.MALFORMED, "reader gave up"),
            new Failure("file:empty.wav", "audio", ProbeStatus.MALFORMED, "empty file"),
            new Failure("file:cut.wav", "audio", ProbeStatus.MALFORMED, "ends too early"),
            new Failure("file:noise.wav", "audio", ProbeStatus.MALFORMED, "no known audio format"),
            new Failure("file:damaged.png", "image", ProbeStatus.MALFORMED, "expected"),
            new Failure("file:page.mp3", "audio", ProbeStatus.MISMATCH, "expected audio, found text/html"),
            new Failure("file:archive.zip", "document", ProbeStatus.UNSUPPORTED, "is no media"),
            new Failure("file:midi.mid", "audio", ProbeStatus.UNSUPPORTED, "no reader for"),
            new Failure("file:/etc/hostname", "audio", ProbeStatus.BLOCKED, "not below the folders that may be read"),
            new Failure("http://10.1.2.3/a.wav", "audio", ProbeStatus.BLOCKED, "is a private address"));

    private static final Map<String, LinkStatus> LINKS = Map.of(
            "$/page", LinkStatus.OK,
            "$/403?link", LinkStatus.GATED,
            "$/403?Expires=1&Signature=a", LinkStatus.EXPIRED,
            "$/404?link", LinkStatus.DEAD,
            "$/503?link", LinkStatus.UNREACHABLE,
            "http://10.1.2.3/", LinkStatus.BLOCKED,
            "ftp://files.example/", LinkStatus.UNSUPPORTED);

    @TempDir
    private static Path folder;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final AtomicInteger REVISION = new AtomicInteger();

    private static Runs runs;
    private static HttpServer server;
    private static JobSpec job;
    private static RunSummary summary;

    @BeforeAll
    static void run() throws Exception {
        runs = Runs.in(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(THREADS);
        server.createContext("/", EveryFailureTest::answer);
        server.start();
        writeFiles(Files.createDirectory(folder.resolve("files")));
        writeCatalogue();
        Path file = Files.writeString(folder.resolve("every.yaml"), """
            job: every
            source: {roots: [files]}
            net: {allow: [127.0.0.1]}
            execution: {threads: 4, chunk: 10, timeLimit: 3s}
            """);
        job = JobFile.read(file, List.of(), Set.of());
        summary = runPlanted();
    }

    @AfterAll
    static void close() throws Exception {
        server.stop(0);
        THREADS.shutdownNow();
        runs.close();
    }

    /** Runs the job with the class that FLAC is read by replaced in the probing processes, by the class path alone. */
    private static RunSummary runPlanted() throws Exception {
        String classPath = System.getProperty("java.class.path");
        Path source = Files.writeString(
                folder.resolve("FlacReader.java"),
                "package io.releasemedia.probe.format.flac;"
                        + " public final class FlacReader extends io.releasemedia.probe.child.PlantedChild.Planted {}");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();
        System.setProperty("java.class.path", folder + java.io.File.pathSeparator + classPath);
        try {
            return Runs.run(job, runs.database().dataSource());
        } finally {
            System.setProperty("java.class.path", classPath);
        }
    }

    @Test
    void theRunGoesOn() throws Exception {
        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(summary.selected()).isEqualTo(SOUND + FAILURES.size() + LINKS.size());
        assertThat(summary.enriched()).isEqualTo(SOUND + LINKS.size());
        assertThat(summary.failed()).isEqualTo(FAILURES.size());
        runs.assertEachOnce(SOUND + 1);
        assertThat(PlantedChild.of(ProcessHandle.current()))
                .as("probing processes left")
                .isEmpty();
    }

    @Test
    void eachRecordHasItsStatusAndReason() {
        SoftAssertions softly = new SoftAssertions();
        for (Failure failure : FAILURES) {
            String found = runs.database()
                    .jdbc()
                    .sql("select e.status || ': ' || e.reason from enrichment e join media m on m.id = e.media_id"
                            + " where m.cloud_url = :url")
                    .param("url", url(failure.url()))
                    .query(String.class)
                    .single();
            softly.assertThat(found)
                    .as(failure.url())
                    .startsWith(failure.status().key() + ": ")
                    .contains(failure.reason());
        }
        LINKS.forEach((url, verdict) -> softly.assertThat(runs.database()
                        .jdbc()
                        .sql("select metadata ->> 'linkStatus' from media where cloud_url = :url")
                        .param("url", url(url))
                        .query(String.class)
                        .single())
                .as(url)
                .isEqualTo(verdict.key()));
        softly.assertAll();
    }

    @Test
    void everyStatusAndEveryVerdictIsProduced() {
        assertThat(FAILURES.stream().map(Failure::status).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Arrays.stream(ProbeStatus.values())
                        .filter(status -> status != ProbeStatus.OK)
                        .toArray(ProbeStatus[]::new));
        assertThat(LINKS.values()).containsExactlyInAnyOrder(LinkStatus.values());
    }

    @Test
    void theRunbookListsWhatHappensHere() throws IOException {
        String text = Files.readString(RUNBOOK);
        assertThat(rows(text, "## What failed, and what to do"))
                .isEqualTo(FAILURES.stream()
                        .map(failure -> failure.status().key() + ": " + failure.reason())
                        .collect(Collectors.toCollection(TreeSet::new)));
        String links = text.substring(text.indexOf("| verdict |"));
        assertThat(words(links.substring(0, links.indexOf("\n\n"))))
                .containsAll(LINKS.values().stream()
                        .filter(verdict -> verdict != LinkStatus.OK)
                        .map(LinkStatus::key)
                        .toList());
    }

    /** Content that is bad and what killed its process twice are not tried again by themselves; the rest is, later. */
    @Test
    void whatEndedItsProcessIsParked() throws Exception {
        assertThat(runs.run(job).selected()).as("nothing is due").isZero();
        assertThat(runs.database()
                        .jdbc()
                        .sql("select distinct status from enrichment where outcome = 'failed' and next_due_at is null")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("malformed", "mismatch", "unsupported", "blocked");
        assertThat(runs.count("select count(*) from enrichment where status in ('unreadable', 'timeout')"
                        + " and next_due_at between now() and now() + interval '20 minutes'"))
                .isEqualTo(FAILURES.stream()
                        .filter(failure -> Set.of(ProbeStatus.UNREADABLE, ProbeStatus.TIMEOUT)
                                .contains(failure.status()))
                        .count());
    }

    /** Each status and reason of the first table below a heading: {@code | `status` | `reason`, `reason` | …}. */
    private static Set<String> rows(String text, String heading) {
        String section = text.substring(text.indexOf(heading));
        Set<String> rows = new TreeSet<>();
        section.lines()
                .dropWhile(line -> !line.startsWith("| ---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .forEach(cells -> {
                    for (String status : words(cells[1])) {
                        words(cells[2]).forEach(reason -> rows.add(status + ": " + reason));
                    }
                });
        return rows;
    }

    private static List<String> words(String text) {
        return Pattern.compile("`([^`]+)`")
                .matcher(text)
                .results()
                .map((MatchResult word) -> word.group(1))
                .toList();
    }

    private static void writeFiles(Path files) throws IOException {
        byte[] wav = SmallWav.of(800);
        Files.write(files.resolve("a.wav"), wav);
        Files.write(files.resolve("empty.wav"), new byte[0]);
        Files.write(files.resolve("cut.wav"), Arrays.copyOf(wav, 20));
        byte[] noise = new byte[200];
        new Random(1).nextBytes(noise);
        Files.write(files.resolve("noise.wav"), noise);
        Files.write(
                files.resolve("damaged.png"),
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 1, 'X', 'X', 'X', 'X', 0, 0, 0, 0, 0});
        Files.writeString(files.resolve("page.mp3"), "<!DOCTYPE html><html><title>Not found</title></html>");
        Files.write(files.resolve("archive.zip"), new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        Files.write(files.resolve("midi.mid"), new byte[] {'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1, 0, 96});
        for (String word : List.of("KILL", "SPIN", "EATS", "HALT", "DEEP")) {
            Files.write(files.resolve(word + ".flac"), PlantedChild.file(word));
        }
    }

    private static void writeCatalogue() {
        insert(Stream.generate(() -> "file:a.wav").limit(SOUND / 2).toList(), "audio", false);
        FAILURES.forEach(failure -> insert(List.of(url(failure.url())), failure.type(), false));
        insert(Stream.generate(() -> "file:a.wav").limit(SOUND / 2).toList(), "audio", false);
        insert(LINKS.keySet().stream().map(EveryFailureTest::url).toList(), "audio", true);
    }

    private static void insert(List<String> urls, String type, boolean link) {
        runs.database()
                .jdbc()
                .sql("with release as (insert into release (id, tenant_id) values (gen_random_uuid(), 'acme')"
                        + " returning id) insert into media (release_id, cloud_id, cloud_url, type, name, is_link)"
                        + " select release.id, 'c' || n, url, :type, url, :link from release,"
                        + " unnest(:urls::text[]) with ordinality as u (url, n)")
                .param("type", type)
                .param("link", link)
                .param("urls", urls.toArray(String[]::new))
                .update();
    }

    private static String url(String url) {
        return url.replace("$", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        try (exchange) {
            switch (path) {
                case "page" -> send(exchange, 200, "text/html", "<title>Fine</title>".getBytes(StandardCharsets.UTF_8));
                case "slow" -> Thread.sleep(20_000);
                case "changing" -> sendChanging(exchange);
                case "odd" -> send(exchange, 206, "audio/wav", SmallWav.of(800));
                case "huge.m4a" -> sendHuge(exchange);
                default -> send(exchange, Integer.parseInt(path), "text/plain", new byte[] {'n', 'o'});
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The range that is asked for, of another file each time. */
    private static void sendChanging(HttpExchange exchange) throws IOException {
        byte[] wav = SmallWav.of(1 << 20);
        int from =
                Integer.parseInt(exchange.getRequestHeaders().getFirst("Range").replaceFirst("bytes=(\\d+)-.*", "$1"));
        int to = Math.min(wav.length, from + 44);
        exchange.getResponseHeaders().set("ETag", "\"" + REVISION.incrementAndGet() + "\"");
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + wav.length);
        send(exchange, 206, "audio/wav", Arrays.copyOfRange(wav, from, to));
    }

    /** A film of sound whose index is at its end, from a server that knows no ranges. */
    private static void sendHuge(HttpExchange exchange) throws IOException {
        byte[] start = {0, 0, 0, 16, 'f', 't', 'y', 'p', 'M', '4', 'A', ' ', 0, 0, 0, 0, 4, 0, 0, 0, 'm', 'd', 'a', 't'
        };
        exchange.sendResponseHeaders(200, HUGE + 1_000L);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(start);
            byte[] block = new byte[1 << 16];
            for (int sent = 0; sent < HUGE; sent += block.length) {
                body.write(block);
            }
        }
    }
}
