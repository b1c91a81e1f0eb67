package io.releasemedia.probe.format.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.probe.format.wav.MediaBytes;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveFormatTest {

    private static final String PCM_GUID = "01000000 0000 1000 8000 00aa00389b71";

    @ParameterizedTest
    @CsvSource({
        "1, 8, pcm_u8, true",
        "1, 12, pcm_s16le, true",
        "1, 16, pcm_s16le, true",
        "1, 20, pcm_s24le, true",
        "1, 24, pcm_s24le, true",
        "1, 32, pcm_s32le, true",
        "3, 32, pcm_f32le, true",
        "3, 64, pcm_f64le, true",
        "6, 8, pcm_alaw, false",
        "7, 8, pcm_mulaw, false",
        "2, 4, adpcm_ms, false",
        "17, 4, adpcm_ima_wav, false",
        "49, 0, gsm_ms, false",
        "85, 0, mp3, false",
        "8192, 0, ac3, false",
        "8193, 0, dts, false",
        "353, 16, wmav2, false",
        "355, 16, wmalossless, true",
        "61868, 16, flac, true",
        "39321, 16, '', false",
    })
    void namesTheCodecByTagAndBits(int tag, int bits, String codec, boolean lossless) {
        int frame = tag == 1 || tag == 3 ? 2 * ((bits + 7) / 8) : 1024;

        WaveFormat format = WaveFormat.parse(base(tag, 2, frame, bits).bytes()).orElseThrow();

        assertThat(format.codec()).isEqualTo(codec);
        assertThat(format.isLossless()).isEqualTo(lossless);
        assertThat(format.channels()).isEqualTo(2);
        assertThat(format.sampleRate()).isEqualTo(44100);
        assertThat(format.averageBytesPerSecond()).isEqualTo(16000);
    }

    /** The tag says what it is, whatever the other fields say. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, pcm",
        "3, 0, 0, pcm",
        "1, 2000, 0, pcm",
        "1, 0, 4, pcm_s16le",
        "1, 0, 2, pcm_u8",
        "3, 0, 8, pcm_f32le"
    })
    void keepsTheCodecWhereTheSampleSizeIsNonsense(int tag, int bits, int frame, String codec) {
        WaveFormat format = WaveFormat.parse(base(tag, 2, frame, bits).bytes()).orElseThrow();

        assertThat(format.codec()).isEqualTo(codec);
        assertThat(format.isLossless()).isTrue();
    }

    @Test
    void resolvesTheSubFormatAndTellsValidFromStoredBits() {
        byte[] bytes = extensible(24, 20, PCM_GUID).bytes();

        WaveFormat format = WaveFormat.parse(bytes).orElseThrow();

        assertThat(format.codec()).isEqualTo("pcm_s24le");
        assertThat(format.formatTag()).isEqualTo(1);
        assertThat(format.containerBits()).isEqualTo(24);
        assertThat(format.bitsPerSample()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "2c806de0 46db cf11 b4d1 00805f6cbbea, ac3",
        "af87fba7 022d fb42 a4d4 05cd93843bdd, eac3",
        "03000000 2107 d311 8644 c8c1ca000000, pcm_f32le",
    })
    void knowsGuidsThatCarryNoTagOfWaveFormat(String guid, String codec) {
        WaveFormat format = WaveFormat.parse(extensible(32, 32, guid).bytes()).orElseThrow();

        assertThat(format.codec()).isEqualTo(codec);
    }

    @Test
    void takesPaddedSamplesFromTheBlockSize() {
        WaveFormat format = WaveFormat.parse(base(1, 2, 8, 24).bytes()).orElseThrow();

        assertThat(format.codec()).isEqualTo("pcm_s32le");
        assertThat(format.bitsPerSample()).isEqualTo(24);
    }

    @Test
    void readsTheOldestStructureAsEightBits() {
        byte[] bytes = Arrays.copyOf(base(1, 1, 1, 0).bytes(), 14);

        assertThat(WaveFormat.parse(bytes).orElseThrow().codec()).isEqualTo("pcm_u8");
        assertThat(WaveFormat.parse(Arrays.copyOf(bytes, 13))).isEmpty();
    }

    @Test
    void readsBigEndianNumbersAndSamples() {
        byte[] bytes = new MediaBytes()
                .u16be(1)
                .u16be(1)
                .u32be(48000)
                .u32be(96000)
                .u16be(2)
                .u16be(16)
                .bytes();

        WaveFormat format = WaveFormat.parse(bytes, ByteOrder.BIG_ENDIAN).orElseThrow();

        assertThat(format.codec()).isEqualTo("pcm_s16be");
        assertThat(format.sampleRate()).isEqualTo(48000);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1024, 1012, 1012", // declared
        "2, 1024, 0, 1012", // from the block
        "2, 1024, 60000, 1012", // more than a block has room for
        "17, 1024, 0, 1017",
        "49, 65, 0, 320",
    })
    void countsTheSamplesOfABlock(int tag, int blockAlign, int declared, int samples) {
        int channels = tag == 49 ? 1 : 2;
        byte[] bytes =
                base(tag, channels, blockAlign, 4).u16le(2).u16le(declared).bytes();

        assertThat(WaveFormat.parse(bytes).orElseThrow().samplesPerBlock()).isEqualTo(samples);
    }

    private static MediaBytes base(int tag, int channels, int blockAlign, int bits) {
        return new MediaBytes()
                .u16le(tag)
                .u16le(channels)
                .u32le(44100)
                .u32le(16000)
                .u16le(blockAlign)
                .u16le(bits);
    }

    private static MediaBytes extensible(int bits, int validBits, String guid) {
        return base(0xfffe, 2, bits / 4, bits)
                .u16le(22)
                .u16le(validBits)
                .u32le(3)
                .hex(guid);
    }
}
