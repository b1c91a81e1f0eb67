package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.source.Budget;
import io.releasemedia.source.LocalFile;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The share of right answers over real files, which the project promises. */
@Timeout(300)
class CorpusTest {

    /**
     * Percent of right answers, by field. The codec is ffprobe's name, as the contract has it: where probers agree on no
     * more than a family ({@code wma} for {@code wmalossless} and {@code wmapro}, {@code pcm} for {@code pcm_alaw}), the
     * more precise name counts as a miss here, and the floor is lower for it.
     */
    private static final Map<String, Double> GOALS = new TreeMap<>(Map.of(
            "duration", 98.0,
            "bitrate", 98.0,
            "sampleRate", 99.5,
            "channels", 99.5,
            "codec", 97.6,
            "mimeType", 99.5,
            "width", 100.0,
            "height", 100.0,
            "fileSize", 100.0));

    @Test
    void answersRightAboutRealFiles() {
        Corpus corpus = Corpus.load();
        Score score = new Score();
        try (Prober prober = new Prober(Duration.ofSeconds(20))) {
            for (Corpus.Item item : corpus.files()) {
                ProbeResult result = prober.probe(
                        () -> LocalFile.open(item.path(), Budget.LOCAL),
                        Expectation.ofName(item.path().toString()));

                assertThat(result.status()).as("%s", item.path()).isNotNull().isNotIn(ProbeStatus.TIMEOUT);
                assertThat(result.status() == ProbeStatus.OK)
                        .as("%s: a sentence for every status but ok", item.path())
                        .isEqualTo(result.error().isEmpty());
                if (item.isScored()) {
                    score.add(item, result.metadata());
                }
            }
        }
        GOALS.forEach((field, goal) -> assertThat(score.share(field).percent())
                .as("%s %s; misses:%s", field, score.share(field), score.misses())
                .isGreaterThanOrEqualTo(goal));
    }
}
