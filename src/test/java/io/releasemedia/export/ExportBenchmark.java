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
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures exports against the embedded database: {@code ExportBenchmark FOLDER [RELEASES [MEDIA_OF_EACH]]}, and with the
 * word {@code bundles} at the end the bundles alone.
 */
public final class ExportBenchmark {

    private static final int ROUNDS = 3;

    private final Path folder;
    private final MediaStore store;
    private final int releases;

    private ExportBenchmark(Path folder, MediaStore store, int releases) {
        this.folder = folder;
        this.store = store;
        this.releases = releases;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int releases = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        int each = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        try (TestDatabase database = TestDatabase.create()) {
            fill(database.jdbc(), releases, each);
            ExportBenchmark benchmark = new ExportBenchmark(folder, new MediaStore(database.dataSource()), releases);
            if (arguments.length > 3) {
                benchmark.bundles();
            } else {
                benchmark.files();
            }
        }
    }

    /** Full exports against a loop that writes the same bytes; then exports of an unchanged catalogue. */
    private void files() throws IOException {
        ExportSettings settings = ExportSettings.of(ExportFormat.JSON, ExportFormat.CSV);
        for (int round = 1; round <= ROUNDS; round++) {
            double export = seconds(() -> export(settings));
            List<byte[]> contents = new ArrayList<>();
            List<String> names = new ArrayList<>();
            read(contents, names);
            Path copy = folder.resolve("copy");
            double loop = seconds(() -> write(contents, names, copy));
            print(
                    "full export     %8.0f releases/s, the loop %8.0f: %3.0f %%",
                    releases / export, releases / loop, 100 * loop / export);
            delete(copy);
            for (int again = 1; again <= 2; again++) {
                double query = seconds(() -> {
                    try (CatalogSnapshot snapshot = store.snapshot()) {
                        snapshot.forEachFingerprint(ReleaseScope.ALL, fingerprint -> {});
                    }
                });
                double unchanged = seconds(() -> export(settings));
                print("nothing changed %8.2f s, the query %8.2f s: %.2f times", unchanged, query, unchanged / query);
            }
            delete(folder.resolve("out"));
        }
    }

    private void bundles() throws IOException {
        for (Compression compression : Compression.values()) {
            measure(ExportFormat.NDJSON, compression);
        }
        measure(ExportFormat.PARQUET, Compression.NONE);
    }

    private void measure(ExportFormat format, Compression compression) throws IOException {
        ExportSettings settings = new ExportSettings(List.of(format), Layout.FLAT, false, SignedUrls.KEEP, compression);
        double written = seconds(() -> export(settings));
        long size = Files.size(folder.resolve("out").resolve(format.bundlePath(settings)));
        double unchanged = seconds(() -> export(settings));
        print(
                "%s %s: %.1f s, %,d bytes, unchanged %.1f s, heap of %,d MB",
                format.key(),
                compression,
                written,
                size,
                unchanged,
                Runtime.getRuntime().maxMemory() >> 20);
        delete(folder.resolve("out"));
    }

    private void export(ExportSettings settings) throws IOException {
        try (CatalogSnapshot snapshot = store.snapshot()) {
            new CatalogExport(folder.resolve("out"), settings, "benchmark", Clock.systemUTC())
                    .export(ReleaseScope.ALL, snapshot, () -> {});
        }
    }

    private void read(List<byte[]> contents, List<String> names) throws IOException {
        Path out = folder.resolve("out");
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
