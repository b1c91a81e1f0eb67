package io.releasemedia.run;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A catalogue of remote files that take a while to answer, and processes that work on it: managers and workers, each a
 * JVM of its own. A trigger counts how often each record's result was committed.
 */
final class WorkerScene implements AutoCloseable {

    private static final long LIMIT_SECONDS = 240;

    private final Path folder;
    private final TestDatabase database;
    private final HttpServer server;
    private final ExecutorService answering = Executors.newCachedThreadPool();
    private final List<Process> processes = new ArrayList<>();
    private volatile Runnable poison = () -> {};

    private WorkerScene(Path folder, TestDatabase database, HttpServer server) {
        this.folder = folder;
        this.database = database;
        this.server = server;
    }

    /** Files that answer after this time. */
    static WorkerScene create(Path folder, int files, Duration latency) throws IOException, SQLException {
        return create(folder, files, latency, TestDatabase.create());
    }

    /** The same over this database, which becomes the scene's to close. */
    static WorkerScene create(Path folder, int files, Duration latency, TestDatabase database) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        WorkerScene scene = new WorkerScene(folder, database, server);
        server.setExecutor(scene.answering);
        server.createContext("/", exchange -> scene.answer(exchange, latency));
        server.start();
        scene.fill(files);
        return scene;
    }

    private void fill(int files) {
        JdbcClient jdbc = jdbc();
        jdbc.sql("insert into release (id, tenant_id) select md5('r' || n)::uuid, 'acme' from generate_series(0, 9) n")
                .update();
        jdbc.sql("""
                        insert into media (release_id, position, cloud_id, cloud_url, type, name)
                        select md5('r' || n % 10)::uuid, n, 'file ' || n,
                               :base || n || '.wav', 'audio', n || '.wav'
                        from generate_series(1, :files) n
                        """)
                .param("base", "http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .param("files", files)
                .update();
        jdbc.sql("create table witness (media_id bigint not null, at timestamptz not null default clock_timestamp())")
                .update();
        jdbc.sql("""
                        create function count_commit() returns trigger language plpgsql as
                        'begin insert into release_media.witness (media_id) values (new.media_id); return null; end'
                        """).update();
        jdbc.sql("create trigger witness after insert or update on enrichment"
                        + " for each row execute function count_commit()")
                .update();
    }

    /** Does something whenever the file of this number is asked for. */
    void poison(int file, Runnable action) {
        jdbc().sql("update media set cloud_url = replace(cloud_url, '/' || :file || '.wav', '/poison.wav')"
                        + " where name = :file || '.wav'")
                .param("file", Integer.toString(file))
                .update();
        poison = action;
    }

    private void answer(HttpExchange exchange, Duration latency) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/poison.wav")) {
                poison.run();
            }
            Thread.sleep(latency.toMillis());
            byte[] wav = wav(Math.floorMod(exchange.getRequestURI().getPath().hashCode(), 50) + 1);
            exchange.getResponseHeaders().set("Content-Type", "audio/wav");
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-" + (wav.length - 1) + "/" + wav.length);
            exchange.sendResponseHeaders(206, wav.length);
            exchange.getResponseBody().write(wav);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Silence, of so many tenths of a second. */
    private static byte[] wav(int tenths) {
        int data = 800 * tenths * 2;
        ByteBuffer wav = ByteBuffer.allocate(44 + data).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1)
                .putShort((short) 1)
                .putInt(8000)
                .putInt(16000)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
        return wav.array();
    }

    JdbcClient jdbc() {
        return database.jdbc();
    }

    TestDatabase database() {
        return database;
    }

    /** Starts the job's manager. */
    Process run(String... options) throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                job: scene
                net: {allow: [127.0.0.0/8]}
                execution: {threads: 2, chunk: 4, partition: 8, databasePatience: 30s, isolation: process}
                export: {out: %s}
                """.formatted(out()));
        List<String> arguments = new ArrayList<>(List.of("run", job.toString()));
        arguments.addAll(List.of(options));
        return start("run" + processes.size(), arguments.toArray(String[]::new));
    }

    Path out() {
        return folder.resolve("out");
    }

    /** Starts a worker with two threads. */
    Process worker(String name) throws IOException {
        return worker(name, 2);
    }

    Process worker(String name, int threads) throws IOException {
        return start(name, "worker", "--name", name, "--threads", Integer.toString(threads), "--lease", "5");
    }

    private Process start(String log, String... arguments) throws IOException {
        Process process = CommandLine.in(folder)
                .with(database.location())
                .with("RELEASE_MEDIA_JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m")
                .with("RELEASE_MEDIA_LOG_LEVEL", "INFO")
                .start(folder.resolve(log + ".out.log"), folder.resolve(log + ".err.log"), arguments);
        processes.add(process);
        return process;
    }

    /** How a process ended. */
    int end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end:\n" + logs());
        }
        return process.exitValue();
    }

    /** What all processes said. */
    String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> logs = Files.list(folder)) {
            for (Path log : logs.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                all.append("== ").append(log.getFileName()).append('\n').append(Files.readString(log));
            }
        }
        return all.toString();
    }

    /** The same, for assertions. */
    String text() {
        try {
            return logs();
        } catch (IOException e) {
            return e.toString();
        }
    }

    void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("waited in vain for " + what + ":\n" + logs());
            }
            Thread.sleep(50);
        }
    }

    /** Waits until so many records are committed. */
    void awaitDone(int records) throws IOException, InterruptedException {
        await(records + " records", () -> committed() >= records);
    }

    /** Waits until a worker holds partitions. */
    void awaitBusy(String worker) throws IOException, InterruptedException {
        await(
                worker + " at work",
                () -> number("select count(*) from remote_partition p join worker w on w.id = p.worker_id"
                                + " where p.ended_at is null and w.name = '" + worker + "'")
                        > 0);
    }

    void awaitAlive(String worker) throws IOException, InterruptedException {
        await(worker + " alive", () -> number("select count(*) from worker where name = '" + worker + "'") > 0);
    }

    long committed() {
        return number("select count(*) from witness");
    }

    /** Records whose result was committed more than once. */
    long twice() {
        return number("select count(*) from (select from witness group by media_id having count(*) > 1) as twice");
    }

    String text(String sql) {
        return jdbc().sql(sql).query(String.class).single();
    }

    long number(String sql) {
        return jdbc().sql(sql).query(Long.class).single();
    }

    /** What came of the records, without what differs from run to run. */
    List<String> rows() {
        return jdbc().sql("""
                        select m.name || ' ' || (m.metadata - 'processedAt')::text || ' ' || e.status || ' ' || e.outcome
                               || ' ' || e.attempts || ' ' || e.engine
                        from media m join enrichment e on e.media_id = m.id order by m.id
                        """).query(String.class).list();
    }

    /** The exported releases, without what differs from run to run. */
    Map<String, String> exports() throws IOException {
        Map<String, String> exports = new TreeMap<>();
        Path releases = out().resolve("releases");
        try (Stream<Path> files = Files.walk(releases)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                exports.put(
                        releases.relativize(file).toString(),
                        Files.readString(file)
                                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[^\",]*Z", "TIME")
                                .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST"));
            }
        }
        return exports;
    }

    static void signal(Process process, String name) {
        signal(process.toHandle(), name);
    }

    static void signal(ProcessHandle process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        processes.forEach(process -> process.toHandle().destroyForcibly());
        server.stop(0);
        answering.shutdownNow();
        database.close();
    }
}
