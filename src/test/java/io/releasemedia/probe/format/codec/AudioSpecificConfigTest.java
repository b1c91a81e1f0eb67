package io.releasemedia.probe.format.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioSpecificConfigTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AAC LC stereo, 1210, aac, 2, 44100, 44100, 2, 1024",
        "AAC LC with 960 samples, 1194, aac, 2, 48000, 48000, 2, 960",
        "AAC LC 7.1, 11b8, aac, 2, 48000, 48000, 8, 1024",
        "rate in full, 178022d0 08, aac, 2, 17824, 17824, 1, 1024",
        "HE-AAC signalled first, 2b920800, aac, 2, 22050, 44100, 2, 1024",
        "HE-AAC signalled behind, 139056e5a0, aac, 2, 22050, 44100, 2, 1024",
        "no HE-AAC signalled behind, 139056e500, aac, 2, 22050, 22050, 2, 1024",
        "HE-AAC v2 signalled first, eb8a0800, aac, 2, 22050, 44100, 2, 1024",
        "HE-AAC v2 signalled behind, 138856e5a54880, aac, 2, 22050, 44100, 2, 1024",
        "program config with a pair, 1180 04c4000020 00, aac, 2, 48000, 48000, 2, 1024",
        "low delay, b98c00, aac, 23, 48000, 48000, 1, 480",
    })
    void coreAndOutput(
            String what, String hex, String codec, int type, int core, int output, int channels, int samples) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(AudioSpecificConfig.parse(bytes)).hasValueSatisfying(config -> {
            assertThat(config.codec()).isEqualTo(codec);
            assertThat(config.objectType()).isEqualTo(type);
            assertThat(config.coreSampleRate()).isEqualTo(core);
            assertThat(config.sampleRate()).isEqualTo(output);
            assertThat(config.channels()).isEqualTo(channels);
            assertThat(config.samplesPerFrame()).isEqualTo(samples);
        });
    }

    @ParameterizedTest
    @CsvSource({"''", "12", "1698"})
    void whatEndsTooEarlyOrHasAReservedRateIsNone(String hex) {
        assertThat(AudioSpecificConfig.parse(HexFormat.of().parseHex(hex))).isEmpty();
    }
}
