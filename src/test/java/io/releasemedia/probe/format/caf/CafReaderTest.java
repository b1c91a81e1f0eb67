package io.releasemedia.probe.format.caf;

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
import org.junit.jupiter.params.provider.ValueSource;

class CafReaderTest {

    private final CafReader reader = new CafReader();

    @ParameterizedTest
    @CsvSource({
        "lpcm, 0, 4, 1, 16, pcm_s16be",
        "lpcm, 2, 6, 1, 24, pcm_s24le",
        "lpcm, 3, 8, 1, 32, pcm_f32le",
        "lpcm, 1, 16, 1, 64, pcm_f64be",
        "lpcm, 2, 8, 1, 24, pcm_s32le",
        "alaw, 0, 2, 1, 8, pcm_alaw",
        "ima4, 0, 68, 64, 0, adpcm_ima_qt",
    })
    void computesFixedPackets(String type, int flags, int bytes, int frames, int bits, String codec)
            throws IOException {
        MediaBytes file = caf(type, flags, bytes, frames, bits).ascii("data").i64be(4 + 44100L / frames * bytes);

        Facts facts = file.length(file.size() + 4 + 44100L / frames * bytes).read(reader);

        assertThat(facts.get(Field.CODEC)).contains(codec);
        assertThat(facts.get(Field.DURATION).orElseThrow().toString()).matches("1|0\\.999|1\\.001");
        assertThat(facts.get(Field.BITRATE)).contains(Long.toString(Math.round(44.1 * bytes * 8 / frames)));
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void readsThePacketTableBehindTheData() throws IOException {
        MediaBytes file =
                caf("alac", 0, 0, 4096, 0).ascii("data").i64be(4 + 50_000).zeros(50_004);
        file.ascii("pakt").i64be(24).i64be(11).i64be(44100).u32be(0).u32be(956);

        Facts facts = file.read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
        assertThat(facts.get(Field.BITRATE)).contains("400");
        assertThat(facts.get(Field.LOSSLESS)).contains(true);
    }

    @Test
    void countsPacketsWhereNoValidFramesAreGiven() throws IOException {
        MediaBytes file = caf("aac ", 0, 0, 1024, 0)
                .ascii("pakt")
                .i64be(24)
                .i64be(441)
                .i64be(0)
                .i64be(0);

        Facts facts = file.ascii("data").i64be(4).u32be(0).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("10.24"));
    }

    @Test
    void measuresOpenData() throws IOException {
        MediaBytes file = caf("lpcm", 2, 4, 1, 16).ascii("data").i64be(-1);

        Facts facts = file.length(file.size() + 4 + 176_400).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void keepsWhatATruncatedFileDeclares() throws IOException {
        Facts facts =
                caf("lpcm", 2, 4, 1, 16).ascii("data").i64be(176_404).zeros(5).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
        assertThat(facts.get(Field.TRUNCATED)).contains(true);
    }

    @Test
    void takesTheOutputOfAacFromItsCookie() throws IOException {
        // ES descriptor, decoder configuration, specific info: AAC LC, 22,050 Hz, mono, with SBR to 44,100 Hz.
        String cookie = "03 80808022 0000 00 04 80808014 40150000000000000000000000 05 80808002 1388 060102";
        MediaBytes file = caf("aac ", 0, 0, 1024, 0)
                .ascii("kuki")
                .i64be(cookie.replace(" ", "").length() / 2);

        Facts facts = file.hex(cookie).ascii("data").i64be(4).u32be(0).read(reader);

        assertThat(facts.get(Field.CODEC)).contains("aac");
        assertThat(facts.get(Field.CHANNELS)).contains("1");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("22050");
    }

    @Test
    void takesTheBitsOfAlacFromItsCookie() throws IOException {
        String cookie = "00001000 00 18 28 0a 0e 02 00ff 00000000 00000000 0000ac44";
        MediaBytes file = caf("alac", 0, 0, 4096, 0).ascii("kuki").i64be(24).hex(cookie);

        Facts facts = file.ascii("data").i64be(4).u32be(0).read(reader);

        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(24L);
        assertThat(facts.get(Field.CHANNELS)).contains("2");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 64, Long.MIN_VALUE})
    void refusesAnImpossibleChunkSize(long size) {
        assertThatThrownBy(() -> caf("lpcm", 2, 4, 1, 16)
                        .ascii("free")
                        .i64be(size)
                        .zeros(64)
                        .read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void refusesWhatIsNoCaf() {
        assertThatThrownBy(() -> new MediaBytes().ascii("caff").zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new MediaBytes().ascii("FORM").zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> caf("lpcm", 2, 4, 1, 16).read(reader)).isInstanceOf(EOFException.class);
    }

    private static MediaBytes caf(String type, int flags, int bytesPerPacket, int framesPerPacket, int bits) {
        MediaBytes file =
                new MediaBytes().ascii("caff").u16be(1).u16be(0).ascii("desc").i64be(32);
        file.i64be(Double.doubleToLongBits(44100)).ascii(type).u32be(flags);
        return file.u32be(bytesPerPacket).u32be(framesPerPacket).u32be(2).u32be(bits);
    }
}
