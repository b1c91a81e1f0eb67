package io.releasemedia.probe.format.au;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.wav.MediaBytes;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuReaderTest {

    private final AuReader reader = new AuReader();

    @ParameterizedTest
    @CsvSource({
        "1, pcm_mulaw, 128, false",
        "2, pcm_s8, 128, true",
        "3, pcm_s16be, 256, true",
        "4, pcm_s24be, 384, true",
        "5, pcm_s32be, 512, true",
        "6, pcm_f32be, 512, true",
        "7, pcm_f64be, 1024, true",
        "23, adpcm_g726le, 64, false",
        "24, adpcm_g722, 64, false",
        "25, adpcm_g726le, 48, false",
        "27, pcm_alaw, 128, false",
    })
    void namesEncodings(int code, String codec, String kbps, boolean lossless) throws IOException {
        long second = Long.parseLong(kbps) * 125;

        Facts facts = header(24, second, code).zeros((int) second).read(reader);

        assertThat(facts.get(Field.CODEC)).contains(codec);
        assertThat(facts.get(Field.BITRATE)).contains(kbps);
        assertThat(facts.get(Field.LOSSLESS)).contains(lossless);
        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("8000");
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void leavesOutWhatAnUnknownEncodingHides() throws IOException {
        Facts facts = header(24, 1000, 99).zeros(1000).read(reader);

        assertThat(facts.has(Field.CODEC)).isFalse();
        assertThat(facts.has(Field.DURATION)).isFalse();
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("8000");
    }

    @Test
    void measuresAStreamOfUnknownSize() throws IOException {
        Facts facts = header(40, 0xffff_ffffL, 3).zeros(16 + 32000).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
    }

    @Test
    void keepsWhatATruncatedFileDeclares() throws IOException {
        Facts facts = header(24, 32000, 3).zeros(10).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
        assertThat(facts.get(Field.TRUNCATED)).contains(true);
    }

    @Test
    void readsTheLittleEndianVariant() throws IOException {
        MediaBytes file = new MediaBytes()
                .ascii("dns.")
                .u32le(24)
                .u32le(32000)
                .u32le(3)
                .u32le(8000)
                .u32le(2);

        Facts facts = file.zeros(32000).read(reader);

        assertThat(facts.get(Field.CODEC)).contains("pcm_s16le");
        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
    }

    @Test
    void refusesWhatIsNoAu() {
        assertThatThrownBy(() -> new MediaBytes().ascii("SND.").zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> header(3, 0, 1).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new MediaBytes().ascii(".snd").zeros(9).read(reader))
                .isInstanceOf(EOFException.class);
    }

    private static MediaBytes header(int offset, long bytes, int encoding) {
        return new MediaBytes()
                .ascii(".snd")
                .u32be(offset)
                .u32be(bytes)
                .u32be(encoding)
                .u32be(8000)
                .u32be(2);
    }
}
