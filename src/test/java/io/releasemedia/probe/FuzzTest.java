package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coverage-guided fuzzing of every reader. A finding fails the test and is saved; copied to {@code
 * src/test/resources/fuzz/<reader>/} it is tried in every build.
 *
 * <p>System properties: {@code fuzz.seconds}, time for each reader in the long run (60); {@code fuzz.readers}, which
 * ones (all), with commas between; {@code fuzz.folder}, where seeds, findings and what was learned are kept ({@code
 * target/fuzz}); {@code corpus}, more seeds.
 */
class FuzzTest {

    private static final Path SAVED = Path.of("src", "test", "resources", "fuzz");
    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final int LARGEST_SEED = 32 << 10;

    static List<String> readers() {
        return Readers.names();
    }

    static List<String> chosen() {
        String names = System.getProperty("fuzz.readers", "");
        return names.isEmpty() ? readers() : List.of(names.split(","));
    }

    static List<Path> saved() throws IOException {
        if (!Files.exists(SAVED)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(SAVED, 2)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("saved")
    void whatWasFoundStaysMended(Path input) throws IOException {
        String reader = input.getParent().getFileName().toString();
        byte[] bytes = Files.readAllBytes(input);

        assertThatCode(() -> FuzzTarget.of(reader).check(bytes)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void everyReaderHasSeeds(String reader) {
        assertThat(seeds(reader)).as("a file for %s in Seeds", reader).isNotEmpty();
    }

    @Test
    void briefly() throws IOException, InterruptedException {
        fuzz(FuzzTarget.FRONT_DOOR, SHORT);
    }

    @ParameterizedTest
    @MethodSource("chosen")
    @Tag("long")
    void atLength(String reader) throws IOException, InterruptedException {
        fuzz(reader, Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 60)));
    }

    private static void fuzz(String reader, Duration time) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("fuzz.folder", "target/fuzz"));
        Optional<Fuzzer.Finding> finding = new Fuzzer(root, reader).run(seeds(reader), time);

        assertThat(finding).as("what breaks %s", reader).isEmpty();
    }

    /** Files that lead to a reader, of the tests and of the corpus. */
    private static List<byte[]> seeds(String reader) {
        List<byte[]> seeds = new ArrayList<>();
        try {
            for (byte[] bytes : all()) {
                if (reader.equals(FuzzTarget.FRONT_DOOR) || Readers.of(bytes).equals(Optional.of(reader))) {
                    seeds.add(bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds;
    }

    private static List<byte[]> all() {
        List<byte[]> files = new ArrayList<>(Seeds.all().values());
        files.addAll(Corpus.small(LARGEST_SEED));
        return files;
    }
}
