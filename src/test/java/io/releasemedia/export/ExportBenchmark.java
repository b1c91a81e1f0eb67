package io.releasemedia.export;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.ExportSettings.Compression;
import io.releasemedia.export.ExportSettings.Layout;
import io.releasemedia.export.ExportSettings.SignedUrls;
import io.releasemedia.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures exports against the embedded database, in one process: {@code ExportBenchmark files FOLDER [RELEASES
 * [MEDIA_OF_EACH [ROUNDS]]]} writes the files of releases, {@code ExportBenchmark bundles FOLDER …} the bundles one by one,
 * {@code ExportBenchmark all FOLDER …} all formats at once, to be run with a small heap.
 */
public final class ExportBenchmark {

    private static final ExportSettings FILES = ExportSettings.of(ExportFormat.JSON, ExportFormat.CSV);

    private final Path folder;
    private final MediaStore store;
    private final int releases;

    private ExportBenchmark(Path folder, MediaStore store, int releases) {
        this.folder = folder;
        this.store = store;
        this.releases = releases;
    }

    public static void main(String[] arguments) throws Exception {
        int releases = argument(arguments, 2, 20_000);
        int each = argument(arguments, 3, 10);
        int rounds = argument(arguments, 4, 5);
        try (TestDatabase database = TestDatabase.create()) {
            fill(database.jdbc(), releases, each);
            ExportBenchmark benchmark =
                    new ExportBenchmark(Path.of(arguments[1]), new MediaStore(database.dataSource()), releases);
            print(
                    "%,d releases of %d media, heap of %,d MB",
                    releases, each, Runtime.getRuntime().maxMemory() >> 20);
            switch (arguments[0]) {
                case "all" -> benchmark.all();
                case "bundles" -> benchmark.bundles();
                default -> benchmark.files(rounds);
            }
        } finally {
            delete(Path.of(arguments[1]));
        }
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /**
     * In each round a full export, loops that write its bytes from memory (to their places, and by way of a staging
     * folder as an export does), and an export of the unchanged catalogue beside the query that finds that out. What is
     * written is timed twice: until the writer is done, and until all of it is on the disk.
     */
    private void files(int rounds) throws IOException {
        List<Round> all = new ArrayList<>();
        for (int i = 0; i <= rounds; i++) {
            Round round = round(folder.resolve("round-" + i));
            print(
                    "%-8s export %s, loop %s, staged loop %s; unchanged %5.2f s, query %5.2f s",
                    i == 0 ? "cold" : "round " + i,
                    round.export,
                    round.loop,
                    round.stagedLoop,
                    round.unchanged,
                    round.query);
            if (i > 0) {
                all.add(round);
            }
        }
        print(
                "medians without the cold round: %,.0f releases/s, %.0f %% of the loop, %.0f %% of the staged loop;"
                        + " on the disk %.0f %%, %.0f %%; unchanged %.2f times the query",
                median(all, round -> releases / round.export.done),
                median(all, round -> 100 * round.loop.done / round.export.done),
                median(all, round -> 100 * round.stagedLoop.done / round.export.done),
                median(all, round -> 100 * round.loop.onDisk / round.export.onDisk),
                median(all, round -> 100 * round.stagedLoop.onDisk / round.export.onDisk),
                median(all, round -> round.unchanged / round.query));
    }

    private record Round(Written export, Written loop, Written stagedLoop, double unchanged, double query) {}

    /** Seconds from the beginning. */
    private record Written(double done, double onDisk) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%5.2f s (on the disk %5.2f s)", done, onDisk);
        }
    }

    /**
     * Nothing is deleted before the last round ends: ext4 passes over the place of every file that was deleted in the
     * last minute, one by one, which would be measured instead.
     */
    private Round round(Path at) throws IOException {
        Path out = Files.createDirectories(at).resolve("export");
        Written export = written(at, () -> export(out, FILES));
        List<byte[]> contents = new ArrayList<>();
        List<String> names = new ArrayList<>();
        read(out, contents, names);
        Written loop = written(at, () -> write(contents, names, at.resolve("loop")));
        Written staged = written(at, () -> {
            Path copy = at.resolve("staged-loop");
            write(contents, names, copy.resolve(".staging"));
            try (Stream<Path> prefixes = Files.list(copy.resolve(".staging/releases"))) {
                Path releasesFolder = Files.createDirectories(copy.resolve("releases"));
                for (Path prefix : prefixes.toList()) {
                    Files.move(prefix, releasesFolder.resolve(prefix.getFileName()));
                }
            }
        });
        double query = seconds(() -> {
            try (CatalogSnapshot snapshot = store.snapshot()) {
                snapshot.forEachFingerprint(ReleaseScope.ALL, fingerprint -> {});
            }
        });
        double unchanged = seconds(() -> export(out, FILES));
        return new Round(export, loop, staged, unchanged, query);
    }

    /** Begins when nothing is left to be written of what came before, which would be in its way. */
    private static Written written(Path fileSystem, Work work) throws IOException {
        sync(fileSystem);
        double done = seconds(work);
        return new Written(done, done + seconds(() -> sync(fileSystem)));
    }

    private static void sync(Path fileSystem) throws IOException {
        try {
            new ProcessBuilder("sync", "--file-system", fileSystem.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        double[] values = rounds.stream().mapToDouble(value).sorted().toArray();
        return values[values.length / 2];
    }

    private void all() throws IOException {
        ExportSettings settings = ExportSettings.of(ExportFormat.values());
        Path out = folder.resolve("all");
        print("all formats: %.1f s", seconds(() -> export(out, settings)));
        print("unchanged: %.1f s", seconds(() -> export(out, settings)));
    }

    private void bundles() throws IOException {
        for (Compression compression : Compression.values()) {
            measure(ExportFormat.NDJSON, compression);
        }
        measure(ExportFormat.PARQUET, Compression.NONE);
    }

    private void measure(ExportFormat format, Compression compression) throws IOException {
        ExportSettings settings = new ExportSettings(List.of(format), Layout.FLAT, false, SignedUrls.KEEP, compression);
        Path out = folder.resolve(format.key() + "-" + compression);
        double written = seconds(() -> export(out, settings));
        long size = Files.size(out.resolve(BundleFile.of(settings).get(0).path(settings)));
        double unchanged = seconds(() -> export(out, settings));
        print("%s %s: %.1f s, %,d bytes, unchanged %.1f s", format.key(), compression, written, size, unchanged);
    }

    private void export(Path out, ExportSettings settings) throws IOException {
        try (CatalogSnapshot snapshot = store.snapshot()) {
            new CatalogExport(out, settings, "benchmark", Clock.systemUTC())
                    .export(ReleaseScope.ALL, snapshot, () -> {});
        }
    }

    private static void read(Path out, List<byte[]> contents, List<String> names) throws IOException {
        try (Stream<Path> walk = Files.walk(out.resolve("releases"))) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                contents.add(Files.readAllBytes(file));
                names.add(out.relativize(file).toString());
            }
        }
    }

    private static void write(List<byte[]> contents, List<String> names, Path copy) throws IOException {
        for (int i = 0; i < 256; i++) {
            Files.createDirectories(copy.resolve("releases").resolve(String.format(Locale.ROOT, "%02x", i)));
        }
        for (int i = 0; i < names.size(); i++) {
            Files.write(copy.resolve(names.get(i)), contents.get(i));
        }
    }

    private static void fill(JdbcClient jdbc, int releases, int each) {
        jdbc.sql("insert into release (id, tenant_id) select md5(i::text)::uuid, 'tenant-' || i % 7"
                        + " from generate_series(1, ?) i")
                .param(releases)
                .update();
        jdbc.sql("insert into media (release_id, position, cloud_id, cloud_url, type, name, release_path, metadata)"
                        + " select md5(i::text)::uuid, n, 'workspace/releases/' || i || '/track ' || n || '.flac',"
                        + " 'https://storage.example/' || md5(i::text) || '/track%20' || n || '.flac?sig=' || md5((i * n)::text),"
                        + " 'audio', 'Track ' || n || ' of ' || i || '.flac', 'tenant/releases/' || i || '/' || n,"
                        + " jsonb_build_object('duration', (i % 400) + n / 8.0, 'bitrate', (700 + n)::text, 'sampleRate', '44100',"
                        + " 'channels', '2', 'codec', 'flac', 'fileSize', 1000000 + i * 7, 'mimeType', 'audio/flac',"
                        + " 'processedAt', '2026-01-01T00:00:00Z', 'container', 'flac', 'lossless', true, 'bitsPerSample', 16,"
                        + " 'uploadedAt', '2025-12-01T10:00:00Z', 'mediaType', 'release') from generate_series(1, ?) i,"
                        + " generate_series(1, ?) n")
                .param(releases)
                .param(each)
                .update();
        jdbc.sql("analyze").update();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        System.gc();
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
