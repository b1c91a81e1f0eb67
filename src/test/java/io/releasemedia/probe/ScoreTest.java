package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest {

    @ParameterizedTest
    @CsvSource({
        "duration, 10.1, 10.0, true",
        "duration, 10.11, 10.0, false",
        "duration, 101, 100, true",
        "duration, 101.1, 100, false",
        "bitrate, 130, 128, true",
        "bitrate, 133, 128, false",
        "bitrate, 329, 320, true",
        "sampleRate, 44100, 44100, true",
        "sampleRate, 44101, 44100, false",
        "width, 33, 32, false",
    })
    void allowsWhatProbersDifferBy(String field, String got, double expected, boolean right) {
        assertThat(Score.isRight(field, got, expected)).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource({
        "codec, pcm_s16le, pcm, true",
        "codec, wmav2, wma, true",
        "codec, wmapro, wma, false",
        "codec, dsd_lsbf_planar, dsd, true",
        "codec, h264, h264, true",
        "codec, mp2, mp3, false",
        "mimeType, audio/x-wav, audio/wav, true",
        "mimeType, audio/mpeg, audio/mpeg, true",
        "mimeType, video/mp4, audio/mp4, false",
    })
    void comparesNamesByFamilyAndAlias(String field, String got, String expected, boolean right) {
        assertThat(Score.isRight(field, got, expected)).isEqualTo(right);
    }

    @Test
    void countsAMissingAnswerAsAMiss() {
        Score score = new Score();
        Corpus.Item item =
                new Corpus.Item(Path.of("song.mp3"), "mp3", "audio", Map.of("duration", 10.0, "channels", 2.0));

        score.add(item, Map.of("duration", new BigDecimal("10.02")));

        assertThat(score.share("duration")).isEqualTo(new Score.Share(1, 1));
        assertThat(score.share("channels")).isEqualTo(new Score.Share(0, 1));
        assertThat(score.misses()).contains("song.mp3 channels: null, expected 2.0");
    }
}
