package io.releasemedia.probe.format.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.wav.MediaBytes;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngReaderTest {

    private static final String SIGNATURE = "89504e470d0a1a0a";

    private final PngReader reader = new PngReader();

    @ParameterizedTest
    @CsvSource({
        "16, 0, Gray, false",
        "8, 2, RGB, false",
        "4, 3, Indexed, false",
        "8, 4, Gray, true",
        "16, 6, RGB, true",
    })
    void readsTheHeader(int depth, int type, String space, boolean alpha) throws IOException {
        Facts facts = png(20_000, 30_000, depth, type)
                .u32be(9999)
                .ascii("IDAT")
                .zeros(99)
                .read(reader);

        assertThat(facts.get(Field.WIDTH)).contains(20_000L);
        assertThat(facts.get(Field.HEIGHT)).contains(30_000L);
        assertThat(facts.get(Field.BIT_DEPTH)).contains((long) depth);
        assertThat(facts.get(Field.COLOR_SPACE)).contains(space);
        assertThat(facts.get(Field.ALPHA)).contains(alpha);
    }

    @Test
    void findsATransparentColourBehindALargeProfile() throws IOException {
        MediaBytes file = png(3, 2, 8, 3).u32be(500_000).ascii("iCCP").zeros(500_004);

        Facts facts = file.u32be(1).ascii("tRNS").zeros(5).read(reader);

        assertThat(facts.get(Field.ALPHA)).contains(true);
        assertThat(file.cost().bytesRead()).isLessThan(16 << 10);
    }

    @Test
    void skipsApplesLeadingChunk() throws IOException {
        MediaBytes file = new MediaBytes().hex(SIGNATURE).u32be(4).ascii("CgBI").zeros(8);
        file.u32be(13).ascii("IHDR").u32be(7).u32be(5).u8(8, 6, 0, 0, 0);

        assertThat(file.read(reader).get(Field.WIDTH)).contains(7L);
    }

    @Test
    void keepsTheSizeOfATruncatedFile() {
        Facts facts = new Facts();

        assertThatThrownBy(() -> png(3, 2, 8, 2).u32be(77).ascii("tEXt").read(reader, facts))
                .isInstanceOf(EOFException.class);
        assertThat(facts.get(Field.HEIGHT)).contains(2L);
    }

    @Test
    void refusesWhatIsNoPng() {
        assertThatThrownBy(() -> new MediaBytes().zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> png(0, 2, 8, 2).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> png(0x8000_0000L, 2, 8, 2).read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private static MediaBytes png(long width, long height, int depth, int type) {
        MediaBytes file = new MediaBytes()
                .hex(SIGNATURE)
                .u32be(13)
                .ascii("IHDR")
                .u32be(width)
                .u32be(height);
        return file.u8(depth, type, 0, 0, 0).u32be(0);
    }
}
