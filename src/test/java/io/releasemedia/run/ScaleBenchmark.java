package io.releasemedia.run;

import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.Selection;
import io.releasemedia.enrich.DueReason;
import io.releasemedia.enrich.DueRecord;
import io.releasemedia.enrich.DueSelection;
import io.releasemedia.enrich.DueStore;
import io.releasemedia.enrich.LedgerStore;
import io.releasemedia.enrich.LookResult;
import io.releasemedia.enrich.RetryPolicy;
import io.releasemedia.job.JobFile;
import io.releasemedia.job.JobSpec;
import io.releasemedia.link.FailureHistory;
import io.releasemedia.probe.child.NoProbes;
import io.releasemedia.testing.TestDatabase;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs a job over synthetic catalogues with a prober that looks at nothing, beside a bare loop that pages through
 * them and writes the same results with the same statement. Times are whole, rates are from the first chunk to the last.
 * Arguments: numbers of records, ten a release.
 */
public final class ScaleBenchmark {

    private static final int THREADS = 2;
    private static final int CHUNK = 500;
    private static final String MEASURES = "scale.measures";

    private final Path folder;

    private ScaleBenchmark(Path folder) {
        this.folder = folder;
    }

    /** Measures in a process of its own, with this one's options, in which nothing is probed. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("scale");
        if (System.getProperty(MEASURES) != null) {
            measure(folder, arguments);
            return;
        }
        NoProbes.plant(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X"))
                .forEach(command::add);
        command.addAll(List.of(
                "-D" + MEASURES + "=yes",
                "-cp",
                folder + File.pathSeparator + NoProbes.classPath(),
                ScaleBenchmark.class.getName()));
        command.addAll(List.of(arguments));
        System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static void measure(Path folder, String... arguments) throws Exception {
        System.out.printf(
                "%10s %8s %12s %8s %12s %6s %10s %12s %12s%n",
                "records", "run", "rows/s", "loop", "rows/s", "ratio", "due query", "nothing due", "one release");
        for (String records : arguments) {
            new ScaleBenchmark(folder).measure(Integer.parseInt(records));
        }
    }

    private void measure(int records) throws Exception {
        double loop;
        double loopRate;
        try (TestDatabase database = TestDatabase.create()) {
            generate(database.jdbc(), records);
            loop = seconds(() -> loop(database));
            loopRate = rowsPerSecond(database.jdbc());
        }
        try (TestDatabase database = TestDatabase.create()) {
            generate(database.jdbc(), records);
            double run = seconds(() -> run(database, "job: scale\n"));
            double runRate = rowsPerSecond(database.jdbc());
            settle(database.jdbc());
            DueStore due = new DueStore(database.jdbc());
            double query = seconds(() -> due.counts(selection()));
            double nothing = seconds(() -> run(database, "job: scale\n"));
            double one = seconds(() ->
                    run(database, "job: one\nselect: {force: true, releases: [" + first(database.jdbc()) + "]}\n"));
            System.out.printf(
                    Locale.ROOT,
                    "%10d %6.1f s %12.0f %6.1f s %12.0f %6.2f %8.2f s %10.2f s %10.2f s%n",
                    records,
                    run,
                    runRate,
                    loop,
                    loopRate,
                    runRate / loopRate,
                    query,
                    nothing,
                    one);
        }
    }

    /** From the first chunk to the last, without what comes before and after: the start of a context, the plan. */
    private static double rowsPerSecond(JdbcClient jdbc) {
        return jdbc.sql("""
                        select count(*) filter (where looked_at > began) / extract(epoch from max(looked_at) - min(began))
                        from enrichment, (select min(looked_at) as began from enrichment) as first
                        """).query(Double.class).single();
    }

    private static void generate(JdbcClient jdbc, int records) {
        jdbc.sql("insert into release (id, tenant_id, title) select md5(g::text)::uuid, 't' || g % 10, 'Title ' || g"
                        + " from generate_series(0, (:records - 1) / 10) g")
                .param("records", records)
                .update();
        jdbc.sql("insert into media (release_id, position, cloud_id, cloud_url, type, name)"
                        + " select md5((g / 10)::text)::uuid, g % 10, 'c' || g, 'https://storage.example/' || g, 'audio', 'Track ' || g"
                        + " from generate_series(0, :records - 1) g")
                .param("records", records)
                .update();
        jdbc.sql("vacuum analyze media").update();
        jdbc.sql("vacuum analyze release").update();
    }

    private void run(TestDatabase database, String job) throws Exception {
        Path file = folder.resolve("job.yaml");
        Files.writeString(
                file, job + "execution: {threads: " + THREADS + ", chunk: " + CHUNK + ", isolation: process}\n");
        JobSpec spec = JobFile.read(file, List.of(), Set.of());
        Runs.run(spec, database.dataSource());
    }

    /** Pages by the primary key, and writes the same results, on as many threads. */
    private static void loop(TestDatabase database) throws Exception {
        LedgerStore ledger = new LedgerStore(
                new JdbcTemplate(database.dataSource()),
                new RetryPolicy(Duration.ofMinutes(15), Duration.ofDays(7), 9));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> parts = new ArrayList<>();
        long middle = database.jdbc()
                .sql("select max(id) / 2 from media")
                .query(Long.class)
                .single();
        for (long[] part : new long[][] {{0, middle}, {middle, Long.MAX_VALUE}}) {
            parts.add(threads.submit(() -> {
                List<DueRecord> page = page(database.jdbc(), part[0], part[1]);
                while (!page.isEmpty()) {
                    ledger.write(page.stream().map(ScaleBenchmark::result).toList(), 1, "2026-01-01T00:00:00Z");
                    page = page(database.jdbc(), page.get(page.size() - 1).mediaId(), part[1]);
                }
            }));
        }
        for (Future<?> part : parts) {
            part.get();
        }
        threads.shutdown();
    }

    private static List<DueRecord> page(JdbcClient jdbc, long after, long upTo) {
        return jdbc.sql("select id, release_id, name, cloud_url, source_hash(cloud_id, cloud_url) from media"
                        + " where id > ? and id <= ? order by id limit ?")
                .params(after, upTo, CHUNK)
                .query((row, number) -> new DueRecord(
                        row.getLong(1),
                        new ReleaseId(row.getObject(2, UUID.class)),
                        row.getString(3),
                        row.getString(4),
                        MediaType.AUDIO,
                        false,
                        row.getObject(5, UUID.class),
                        DueReason.NEW,
                        "",
                        FailureHistory.none()))
                .list();
    }

    private static LookResult result(DueRecord record) {
        return new LookResult(
                record,
                Optional.of("ok"),
                LookResult.Outcome.ESTABLISHED,
                Optional.empty(),
                MediaMetadata.of(NoProbes.FACTS),
                NoProbes.ENGINE,
                "",
                Optional.empty(),
                FailureHistory.none());
    }

    private static void settle(JdbcClient jdbc) {
        jdbc.sql("vacuum analyze media").update();
        jdbc.sql("vacuum analyze enrichment").update();
    }

    /** Everything that is due. */
    private static DueSelection selection() {
        return new DueSelection(Selection.ALL, false, false, Optional.empty(), Optional.empty(), -1);
    }

    private static String first(JdbcClient jdbc) {
        return jdbc.sql("select release_id::text from media order by id limit 1")
                .query(String.class)
                .single();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
