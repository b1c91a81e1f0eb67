package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that exports one state after the other is killed at random instants; whoever waits for {@code _SUCCESS} and
 * checks the manifest sees one of the states, whole, and the next export repairs the folder.
 */
class KilledExportTest {

    private static final int RELEASES = 30;
    private static final ExportSettings SETTINGS = ExportSettings.of(ExportFormat.values());

    @TempDir
    private Path folder;

    @Test
    void aConsumerNeverSeesAWrongSet() throws Exception {
        kill(5);
    }

    @Test
    @Tag("long")
    void aConsumerNeverSeesAWrongSetInManyKills() throws Exception {
        kill(20);
    }

    private void kill(int times) throws Exception {
        Random random = new Random();
        Path out = folder.resolve("out");
        Set<Map<String, String>> states = Set.of(state("a"), state("b"));
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Future<Long> consumer = pool.submit(() -> consume(out, states, ended));
        for (int i = 0; i < times; i++) {
            Process process = start(out);
            assertThat(process.getInputStream().read()).as("it exports").isPositive();
            process.waitFor(random.nextInt(1_000), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();

            verify(out, states);
        }
        ended.set(true);
        assertThat(consumer.get(1, TimeUnit.MINUTES))
                .as("sets that the consumer saw")
                .isPositive();
        pool.shutdown();
        export(out, "a");
        assertThat(accepted(out)).isEqualTo(state("a"));
        assertThat(ExportedFiles.in(out)).hasSize(state("a").size() + 2);
    }

    /** What the next command does, and that the folder then shows a whole state. */
    private static void verify(Path out, Set<Map<String, String>> states) throws IOException {
        CatalogExport.prepare(out);
        assertThat(out.resolve(".staging")).doesNotExist();
        if (Files.exists(out.resolve("manifest.json"))) {
            assertThat(states).contains(accepted(out));
        }
    }

    private static long consume(Path out, Set<Map<String, String>> states, AtomicBoolean ended)
            throws IOException, InterruptedException {
        long seen = 0;
        while (!ended.get()) {
            Map<String, String> accepted = accepted(out);
            if (!accepted.isEmpty()) {
                assertThat(states).contains(accepted);
                seen++;
            }
            Thread.sleep(1); // leave the processor to the exporter
        }
        return seen;
    }

    /** The files that a careful reader takes, with their hashes; empty if it has to start over. */
    private static Map<String, String> accepted(Path out) throws IOException {
        if (!Files.exists(out.resolve("_SUCCESS"))) {
            return Map.of();
        }
        try {
            Map<String, String> files = new TreeMap<>();
            for (var entry : ManifestReader.files(out.resolve("manifest.json")).entrySet()) {
                byte[] bytes = Files.readAllBytes(out.resolve(entry.getKey()));
                if (!StagedFile.entry(bytes, 0, "").isSameFile(entry.getValue())) {
                    return Map.of();
                }
                files.put(entry.getKey(), entry.getValue().sha256());
            }
            return files;
        } catch (NoSuchFileException e) {
            return Map.of();
        }
    }

    private Map<String, String> state(String name) throws IOException {
        Path out = folder.resolve("state-" + name);
        export(out, name);
        return accepted(out);
    }

    private static Process start(Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exporter.class.getName(),
                        out.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void export(Path out, String state) throws IOException {
        new CatalogExport(out, SETTINGS, state, Clock.systemUTC())
                .export(ReleaseScope.ALL, new InMemoryCatalog(releases(state)), () -> {});
    }

    /** Half of the releases differ between the states, and some are in one state only. */
    private static Release[] releases(String state) {
        List<Release> releases = new ArrayList<>();
        for (int i = 0; i < RELEASES; i++) {
            if (i % 10 != (state.equals("a") ? 1 : 2)) {
                Media media = InMemoryCatalog.media(i % 2 == 0 ? "same" : state, "{\"i\":" + i + "}");
                releases.add(InMemoryCatalog.release(new UUID((long) i << 58, i).toString(), "acme", media));
            }
        }
        return releases.toArray(new Release[0]);
    }

    /** The process that is killed. */
    static final class Exporter {

        private Exporter() {}

        public static void main(String[] arguments) throws IOException {
            Path out = Path.of(arguments[0]);
            for (int i = 0; ; i++) {
                export(out, i % 2 == 0 ? "a" : "b");
                if (i == 1) {
                    System.out.println("exporting");
                }
            }
        }
    }
}
