package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.source.Budget;
import io.releasemedia.source.Cost;
import io.releasemedia.source.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProberTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Prober prober = new Prober(LIMIT);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        prober.close();
    }

    @Test
    void answersFactsWithTheirEnginesInTheOrderOfTheApi() throws IOException {
        Path file = Files.write(folder.resolve("song.wav"), Seeds.file("tone.wav"));

        ProbeResult result = prober.probe(() -> LocalFile.open(file, Budget.LOCAL), Expectation.ofName("song.wav"));

        assertThat(result.status()).isEqualTo(ProbeStatus.OK);
        assertThat(result.error()).isEmpty();
        assertThat(result.metadata())
                .containsEntry("bitrate", "128")
                .containsEntry("sampleRate", "8000")
                .containsEntry("channels", "1")
                .containsEntry("codec", "pcm_s16le")
                .containsEntry("mimeType", "audio/wav")
                .containsEntry("fileSize", Files.size(file));
        assertThat(result.metadata().get("duration")).hasToString("0.12");
        assertThat(result.metadata().keySet())
                .startsWith("duration", "bitrate", "sampleRate", "channels", "codec", "fileSize", "mimeType");
        assertThat(result.engine().keySet()).isEqualTo(result.metadata().keySet());
        assertThat(result.engine()).containsEntry("fileSize", "file").containsEntry("duration", "wav");
        assertThat(result.cost().bytesRead()).isPositive();
    }

    @Test
    void answersTheSameForARemoteSource() {
        Seeds.all().forEach((name, bytes) -> {
            ProbeResult local = prober.probe(() -> MemorySource.local(bytes), Expectation.ofName(name));
            ProbeResult remote = prober.probe(() -> MemorySource.remote(bytes), Expectation.ofName(name));

            assertThat(remote.status()).as(name).isEqualTo(local.status());
            // What takes a pass over the whole file to know is left out; what is said is the same.
            assertThat(local.metadata()).as(name).containsAllEntriesOf(remote.metadata());
            assertThat(remote.metadata().keySet())
                    .as(name)
                    .containsAll(
                            common(local.metadata().keySet(), "duration", "sampleRate", "channels", "codec", "width"));
            assertThat(remote.engine().get("fileSize")).isEqualTo("http");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesTheSource(boolean remote) {
        byte[] bytes = Seeds.file("tone.wav");
        MemorySource source = remote ? MemorySource.remote(bytes) : MemorySource.local(bytes);

        prober.probe(() -> source, Expectation.NONE);

        assertThat(source.isClosed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>404</html>    | audio    | mismatch    | expected audio, found text/html",
                "<html>404</html>    | document | mismatch    | expected document, found text/html",
                "{\"error\":1}       | video    | mismatch    | expected video, found application/json",
                "Not Found           | image    | mismatch    | expected image, found text/plain",
                "<html>404</html>    | any      | unsupported | text/html is no media",
                "Not Found           | document | ok          | ''",
                "''                  | audio    | malformed   | empty file",
                "''                  | any      | malformed   | empty file",
            })
    void judgesWhatIsNoMedia(String content, String type, String status, String error) {
        ProbeResult result = probe(Seeds.ascii(content), Expectation.ofType(type));

        assertThat(result.status().key()).isEqualTo(status);
        assertThat(result.error().orElse("")).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "tone.wav, audio, ok",
        "tone.wav, video, mismatch",
        "tone.wav, image, mismatch",
        "tone.wav, document, mismatch",
        "still.png, image, ok",
        "still.png, audio, mismatch",
        "still.png, document, ok",
        "clip.mp4, video, ok",
        "clip.mp4, audio, mismatch",
        "tone.m4a, audio, ok",
        "tone.m4a, video, mismatch",
        "tone.opus, audio, ok",
        "page.pdf, document, ok",
        "page.pdf, audio, mismatch",
    })
    void comparesTheContentWithTheRecordsType(String file, String type, String status) {
        ProbeResult result = probe(Seeds.file(file), Expectation.ofType(type));

        assertThat(result.status().key()).isEqualTo(status);
        assertThat(result.metadata()).containsKeys("mimeType", "fileSize");
        assertThat(result.metadata().size()).as("facts are given anyway").isGreaterThan(2);
    }

    @Test
    void isContentWithAWavUnderTheNameOfAnMp3() {
        assertThat(probe(Seeds.file("tone.wav"), Expectation.ofName("song.mp3")).status())
                .isEqualTo(ProbeStatus.OK);
    }

    @Test
    void callsUnknownContentMalformedOnlyWhereMediaIsExpected() {
        byte[] noise = new byte[5000];
        new Random(7).nextBytes(noise);
        noise[0] = 1;

        assertThat(probe(noise, Expectation.ofType("audio")).status()).isEqualTo(ProbeStatus.MALFORMED);
        assertThat(probe(noise, Expectation.NONE).status()).isEqualTo(ProbeStatus.UNSUPPORTED);
        assertThat(probe(noise, Expectation.NONE).metadata()).containsOnlyKeys("fileSize");
    }

    @Test
    void keepsTypeAndSizeOfAMalformedFile() {
        byte[] bytes = Arrays.copyOf(Seeds.file("tone.flac"), 10);

        ProbeResult result = probe(bytes, Expectation.ofType("audio"));

        assertThat(result.status()).isEqualTo(ProbeStatus.MALFORMED);
        assertThat(result.error().orElseThrow()).isNotBlank();
        assertThat(result.metadata()).containsOnly(Map.entry("fileSize", 10L), Map.entry("mimeType", "audio/flac"));
    }

    @Test
    void countsThePagesOfADocument() {
        ProbeResult result = probe(Seeds.pdf(3), Expectation.ofName("contract.pdf"));

        assertThat(result.metadata()).containsEntry("pageCount", 3L).containsEntry("mimeType", "application/pdf");
        assertThat(result.engine()).containsEntry("pageCount", "pdfbox").containsEntry("mimeType", "tika");
    }

    @Test
    void saysInWordsWhyAFileCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing.mp3");
        ProbeResult none = prober.probe(() -> LocalFile.open(missing, Budget.LOCAL), Expectation.NONE);
        ProbeResult directory = prober.probe(() -> LocalFile.open(folder, Budget.LOCAL), Expectation.NONE);

        assertThat(none.status()).isEqualTo(ProbeStatus.UNREADABLE);
        assertThat(none.error()).contains("no such file");
        assertThat(directory.status()).isEqualTo(ProbeStatus.UNREADABLE);
        assertThat(directory.error()).contains("not a regular file");
        assertThat(none.cost()).isEqualTo(Cost.NONE);
    }

    @Test
    void answersManyThreadsAtOnce() throws Exception {
        Map<String, byte[]> seeds = Seeds.all();
        Map<String, ProbeResult> alone = new HashMap<>();
        seeds.forEach((name, bytes) -> alone.put(name, probe(bytes, Expectation.ofName(name))));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(
                        () -> seeds.forEach((name, bytes) -> assertThat(probe(bytes, Expectation.ofName(name)))
                                .as(name)
                                .isEqualTo(alone.get(name)))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void explainsWhatEachEngineSaid() throws IOException {
        Path file = Files.write(folder.resolve("song.mp3"), Seeds.file("tone-tagged.mp3"));

        Explanation explanation =
                prober.explain(() -> LocalFile.open(file, Budget.LOCAL), Expectation.ofName("song.mp3"));

        assertThat(explanation.result().status()).isEqualTo(ProbeStatus.OK);
        assertThat(explanation.detection()).contains("audio/mpeg");
        assertThat(explanation.engines())
                .extracting(Explanation.Engine::name)
                .contains("jaudiotagger", "tika")
                .hasSizeGreaterThan(2);
        Explanation.Row rate = explanation.rows().stream()
                .filter(row -> row.field().key().equals("sampleRate"))
                .findFirst()
                .orElseThrow();
        assertThat(rate.taken()).contains("8000");
        assertThat(rate.said()).containsKeys("jaudiotagger", "tika");
        assertThat(rate.why()).isNotBlank();
    }

    @Test
    void explainsAFileThatCannotBeOpened() {
        Explanation explanation = prober.explain(() -> LocalFile.open(folder, Budget.LOCAL), Expectation.NONE);

        assertThat(explanation.result().status()).isEqualTo(ProbeStatus.UNREADABLE);
        assertThat(explanation.rows()).isEmpty();
    }

    private ProbeResult probe(byte[] bytes, Expectation expectation) {
        return prober.probe(() -> MemorySource.local(bytes), expectation);
    }

    private static Set<String> common(Set<String> keys, String... wanted) {
        Set<String> result = new HashSet<>(keys);
        result.retainAll(Set.of(wanted));
        return result;
    }
}
