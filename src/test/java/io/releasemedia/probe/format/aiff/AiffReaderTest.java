package io.releasemedia.probe.format.aiff;

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

class AiffReaderTest {

    private static final String RATE_44100 = "400eac44000000000000";

    private final AiffReader reader = new AiffReader();

    @Test
    void readsTheCommonChunk() throws IOException {
        MediaBytes file = form("AIFF").raw(common(2, 44100, 16, RATE_44100, "").bytes());
        file.ascii("SSND").u32be(8 + 176_400).zeros(8);

        Facts facts = file.length(file.size() + 176_400).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
        assertThat(facts.get(Field.BITRATE)).contains("1411");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.CODEC)).contains("pcm_s16be");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(16L);
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 8, pcm_s8, 88, true",
        "NONE, 20, pcm_s24be, 265, true",
        "sowt, 16, pcm_s16le, 176, true",
        "twos, 32, pcm_s32be, 353, true",
        "'raw ', 8, pcm_u8, 88, true",
        "in24, 24, pcm_s24be, 265, true",
        "fl32, 16, pcm_f32be, 353, true",
        "FL64, 64, pcm_f64be, 706, true",
        "ALAW, 16, pcm_alaw, 88, false",
        "ulaw, 16, pcm_mulaw, 88, false",
        "ima4, 16, adpcm_ima_qt, 47, false",
        "MAC3, 8, mace3, 29, false",
        "XXXX, 16, , , ",
    })
    void namesCompressionTypes(String type, int bits, String codec, String kbps, Boolean lossless) throws IOException {
        MediaBytes file = form("AIFC")
                .raw(common(1, 11025, bits, "400cac44000000000000", type).bytes());

        Facts facts = file.ascii("SSND").u32be(100_008).zeros(100_008).read(reader);

        assertThat(facts.get(Field.CODEC).orElse(null)).isEqualTo(codec);
        assertThat(facts.get(Field.LOSSLESS).orElse(null)).isEqualTo(lossless);
        if (kbps != null) {
            assertThat(facts.get(Field.BITRATE)).contains(kbps);
        }
    }

    @ParameterizedTest
    @CsvSource({"100", "6400"})
    void countsIma4ByItsPacketsWhetherFramesArePacketsOrSamples(long frames) throws IOException {
        MediaBytes file =
                form("AIFC").raw(common(2, frames, 16, RATE_44100, "ima4").bytes());

        Facts facts = file.ascii("SSND").u32be(8 + 6800).zeros(6808).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("0.145"));
    }

    @Test
    void measuresAStreamThatDeclaresNothing() throws IOException {
        MediaBytes file = form("AIFF").raw(common(2, 0, 16, RATE_44100, "").bytes());
        file.ascii("SSND").u32be(0).zeros(8);

        Facts facts = file.length(file.size() + 176_400).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
    }

    @Test
    void keepsWhatATruncatedFileDeclares() throws IOException {
        MediaBytes file = form("AIFF").raw(common(2, 44100, 16, RATE_44100, "").bytes());

        Facts facts = file.ascii("SSND").u32be(8 + 176_400).zeros(99).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
        assertThat(facts.get(Field.TRUNCATED)).contains(true);
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "5, 0", "6, 0"})
    void findsChunksInAnyOrderAndWithoutPadding(int size, int padding) throws IOException {
        MediaBytes file = form("AIFF").ascii("SSND").u32be(8 + 176_400).zeros(8 + 176_400);
        file.ascii("NAME").u32be(size).zeros(size + padding);

        Facts facts = file.raw(common(2, 44100, 16, RATE_44100, "").bytes()).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
    }

    @ParameterizedTest
    @CsvSource({"7fffffffffffffffffff", "c00eac44000000000000", "00000000000000000000", "7f0eac44000000000000"})
    void leavesOutARateThatIsNone(String rate) throws IOException {
        MediaBytes file = form("AIFF")
                .raw(common(2, 44100, 16, rate, "").bytes())
                .ascii("SSND")
                .u32be(8);

        Facts facts = file.zeros(8).read(reader);

        assertThat(facts.has(Field.SAMPLE_RATE)).isFalse();
        assertThat(facts.has(Field.DURATION)).isFalse();
        assertThat(facts.get(Field.CODEC)).contains("pcm_s16be");
    }

    @Test
    void refusesWhatIsNoAudio() {
        assertThatThrownBy(() -> form("ILBM").zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> form("AIFF").ascii("COMM").zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> form("AIFF").ascii("NAME").u32be(900).zeros(9).read(reader))
                .isInstanceOf(EOFException.class);
    }

    private static MediaBytes form(String type) {
        return new MediaBytes().ascii("FORM").u32be(0).ascii(type);
    }

    private static MediaBytes common(int channels, long frames, int bits, String rate, String type) {
        MediaBytes chunk = new MediaBytes().ascii("COMM").u32be(18 + type.length());
        return chunk.u16be(channels).u32be(frames).u16be(bits).hex(rate).ascii(type);
    }
}
