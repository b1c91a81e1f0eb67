package io.releasemedia.probe.format.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MpegAudioHeaderTest {

    @ParameterizedTest
    @CsvSource({
        "fffb9064, mp3, 128, 44100, 2, 417, 1152, 32",
        "fffb92c4, mp3, 128, 44100, 1, 418, 1152, 17",
        "fffbe8c0, mp3, 320, 32000, 1, 1440, 1152, 17",
        "fff384c4, mp3, 64, 24000, 1, 192, 576, 9",
        "fff380c4, mp3, 64, 22050, 1, 208, 576, 9",
        "ffe31844, mp3, 8, 8000, 2, 72, 576, 17",
        "fffdc404, mp2, 256, 48000, 2, 768, 1152, 32",
        "fff5a404, mp2, 96, 24000, 2, 576, 1152, 17",
        "fffffc04, , 0, 0, 0, 0, 0, 0",
        "ffffc004, mp1, 384, 44100, 2, 416, 384, 32",
        "fff7c204, mp1, 192, 22050, 2, 420, 384, 17",
    })
    void everyFieldFollowsFromTheWord(
            String word, String codec, int kbps, int hertz, int channels, int length, int samples, int sideInfo) {
        var header = MpegAudioHeader.parse((int) Long.parseLong(word, 16));
        if (codec == null) {
            assertThat(header).isEmpty();
            return;
        }
        assertThat(header).hasValueSatisfying(it -> {
            assertThat(it.codec()).isEqualTo(codec);
            assertThat(it.bitrateKbps()).isEqualTo(kbps);
            assertThat(it.sampleRate()).isEqualTo(hertz);
            assertThat(it.channels()).isEqualTo(channels);
            assertThat(it.frameLength()).isEqualTo(length);
            assertThat(it.samplesPerFrame()).isEqualTo(samples);
            assertThat(it.sideInfoLength()).isEqualTo(sideInfo);
        });
    }

    @ParameterizedTest
    @CsvSource({"7ffb9064", "ffeb9064", "fff99064", "fffbf064", "fffb9c64"})
    void reservedValuesAreNoHeader(String word) {
        assertThat(MpegAudioHeader.parse((int) Long.parseLong(word, 16))).isEmpty();
    }

    @Test
    void freeFormatSaysNoLength() {
        assertThat(MpegAudioHeader.parse(0xfffb0064)).hasValueSatisfying(it -> {
            assertThat(it.bitrateKbps()).isZero();
            assertThat(it.frameLength()).isZero();
        });
    }
}
