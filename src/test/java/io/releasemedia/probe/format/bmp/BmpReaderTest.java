package io.releasemedia.probe.format.bmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.wav.MediaBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BmpReaderTest {

    private final BmpReader reader = new BmpReader();

    @ParameterizedTest
    @CsvSource({
        "1, Indexed, 1, false",
        "8, Indexed, 8, false",
        "16, RGB, 5, false",
        "24, RGB, 8, false",
        "32, RGB, 8, ",
    })
    void readsAWindowsBitmap(int bits, String space, long depth, Boolean alpha) throws IOException {
        Facts facts =
                bmp(40).u32le(300).u32le(200).u16le(1).u16le(bits).zeros(40).read(reader);

        assertSize(facts);
        assertThat(facts.get(Field.COLOR_SPACE)).contains(space);
        assertThat(facts.get(Field.BIT_DEPTH)).contains(depth);
        assertThat(facts.get(Field.ALPHA).orElse(null)).isEqualTo(alpha);
    }

    @Test
    void readsRowsFromTopToBottom() throws IOException {
        assertSize(bmp(124).u32le(300).u32le(-200).u16le(1).u16le(24).zeros(124).read(reader));
    }

    @Test
    void readsTheAlphaMaskOfNewerHeaders() throws IOException {
        MediaBytes file =
                bmp(108).u32le(300).u32le(200).u16le(1).u16le(32).u32le(3).zeros(20);

        Facts facts = file.zeros(12).u32le(0xff00_0000L).zeros(60).read(reader);

        assertThat(facts.get(Field.ALPHA)).contains(true);
    }

    @Test
    void readsTheCoreHeader() throws IOException {
        Facts facts = bmp(12).u16le(300).u16le(200).u16le(1).u16le(4).read(reader);

        assertSize(facts);
        assertThat(facts.get(Field.BIT_DEPTH)).contains(4L);
    }

    @Test
    void readsTheFirstOfAnArray() throws IOException {
        MediaBytes file = new MediaBytes().ascii("BA").zeros(12).raw(bmp(12).bytes());

        assertSize(file.u16le(300).u16le(200).u16le(1).u16le(24).read(reader));
    }

    @Test
    void refusesWhatIsNoBitmap() {
        assertThatThrownBy(() -> new MediaBytes().zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> bmp(7).zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> bmp(40).zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private static void assertSize(Facts facts) {
        assertThat(facts.get(Field.WIDTH)).contains(300L);
        assertThat(facts.get(Field.HEIGHT)).contains(200L);
    }

    private static MediaBytes bmp(int header) {
        return new MediaBytes().ascii("BM").zeros(12).u32le(header);
    }
}
