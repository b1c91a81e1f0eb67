package io.releasemedia.probe.format.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ac3HeaderTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "stereo 192 at 48000, 0b77000014404300, ac3, 48000, 2, 768, 1536, 192",
        "stereo 192 at 44100, 0b77000054404300, ac3, 44100, 2, 834, 1536, 192",
        "and its longer frame, 0b77000055404300, ac3, 44100, 2, 836, 1536, 192",
        "5.1 448 at 48000, 0b7700001e40e100, ac3, 48000, 6, 1792, 1536, 448",
        "mono 64 at 32000, 0b77000088402000, ac3, 32000, 1, 384, 1536, 64",
        "half rate, 0b77000014484300, ac3, 24000, 2, 768, 1536, 96",
        "enhanced 5.1, 0b77037f3f86ff00, eac3, 48000, 6, 1792, 1536, 448",
        "enhanced with 2 blocks, 0b77017f1486ff00, eac3, 48000, 2, 768, 512, 576",
    })
    void everyFieldOfTheHeader(
            String what, String hex, String codec, int hertz, int channels, int length, int samples, int kbps) {
        assertThat(Ac3Header.parse(HexFormat.of().parseHex(hex))).hasValueSatisfying(header -> {
            assertThat(header.codec()).isEqualTo(codec);
            assertThat(header.sampleRate()).isEqualTo(hertz);
            assertThat(header.channels()).isEqualTo(channels);
            assertThat(header.frameLength()).isEqualTo(length);
            assertThat(header.samplesPerFrame()).isEqualTo(samples);
            assertThat(header.bitrateKbps()).isEqualTo(kbps);
            assertThat(header.dependent()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"0b780000144043", "0b770000d4404300", "0b77000026404300", "0b770000148c4300", "0b77"})
    void otherBytesAreNone(String hex) {
        assertThat(Ac3Header.parse(HexFormat.of().parseHex(hex))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // Type 1, frame of 256 bytes, 48 kHz, 6 blocks, mode, low frequency, version 16, levels, then the map.
        "rear pair beside the known surrounds, 0001101000000000, 2",
        "nothing new, 1111100000000001, 0",
        "centre surround and a second low one, 0000000100000010, 2",
        "pairs count twice, 0000011001110100, 12",
    })
    void aDependentFrameAddsTheLocationsOfItsMap(String what, String map, int added) {
        String bits = "0000101101110111" + "01" + "000" + "00001111111" + "00" + "11" + "010" + "0" + "10000" + "11111"
                + "0" + "1" + map + "0".repeat(64);
        byte[] bytes = new byte[16];
        for (int i = 0; i < 128; i++) {
            bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << (7 - i % 8));
        }
        assertThat(Ac3Header.parse(bytes)).hasValueSatisfying(header -> {
            assertThat(header.dependent()).isTrue();
            assertThat(header.addedChannels()).isEqualTo(added);
        });
    }
}
