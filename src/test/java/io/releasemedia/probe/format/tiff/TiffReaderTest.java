package io.releasemedia.probe.format.tiff;

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

class TiffReaderTest {

    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final TiffReader reader = new TiffReader();

    @ParameterizedTest
    @CsvSource({"0, Gray", "1, Gray", "2, RGB", "3, Indexed", "5, CMYK", "6, YCbCr", "8, Lab", "34892, RGB"})
    void readsTheFirstDirectory(int photometric, String space) throws IOException {
        MediaBytes file = new MediaBytes().ascii("II").u16le(42).u32le(8).u16le(4);
        entry(file, 256, SHORT, 1, 300);
        entry(file, 257, LONG, 1, 200);
        entry(file, 258, SHORT, 1, 16);
        entry(file, 262, SHORT, 1, photometric);

        Facts facts = file.read(reader);

        assertSize(facts, 300, 200);
        assertThat(facts.get(Field.COLOR_SPACE)).contains(space);
        assertThat(facts.get(Field.BIT_DEPTH)).contains(16L);
        assertThat(facts.get(Field.ALPHA)).contains(false);
    }

    @Test
    void readsValuesThatStandElsewhere() throws IOException {
        MediaBytes file = new MediaBytes().ascii("II").u16le(42).u32le(8).u16le(4);
        entry(file, 256, SHORT, 1, 300);
        entry(file, 257, SHORT, 1, 200);
        entry(file, 258, SHORT, 4, file.size() + 24 + 4);
        entry(file, 338, SHORT, 1, 2);

        Facts facts = file.u32le(0).u16le(8).u16le(8).u16le(8).u16le(8).read(reader);

        assertThat(facts.get(Field.ALPHA)).contains(true);
        assertThat(facts.get(Field.BIT_DEPTH)).contains(8L);
    }

    @Test
    void readsBigEndianNumbersInline() throws IOException {
        MediaBytes file = new MediaBytes().ascii("MM").u16be(42).u32be(8).u16be(2);
        file.u16be(256).u16be(SHORT).u32be(1).u16be(300).u16be(0);

        assertSize(file.u16be(257).u16be(LONG).u32be(1).u32be(200).read(reader), 300, 200);
    }

    @Test
    void readsBigTiff() throws IOException {
        MediaBytes file = new MediaBytes()
                .ascii("II")
                .u16le(43)
                .u16le(8)
                .u16le(0)
                .i64le(16)
                .i64le(2);
        file.u16le(256)
                .u16le(16)
                .i64le(1)
                .i64le(70_000)
                .u16le(257)
                .u16le(SHORT)
                .i64le(1)
                .i64le(200);

        assertSize(file.read(reader), 70_000, 200);
    }

    @Test
    void prefersTheFullImageBelowAPreview() throws IOException {
        MediaBytes file = new MediaBytes().ascii("II").u16le(42).u32le(8).u16le(4);
        entry(file, 254, LONG, 1, 1);
        entry(file, 256, SHORT, 1, 16);
        entry(file, 257, SHORT, 1, 12);
        entry(file, 330, LONG, 1, 8 + 2 + 4 * 12);
        file.u16le(3);
        entry(file, 254, LONG, 1, 0);
        entry(file, 256, SHORT, 1, 6000);
        entry(file, 257, SHORT, 1, 4000);

        assertSize(file.read(reader), 6000, 4000);
    }

    @Test
    void readsOneDirectoryAtTheEndOfALargeFile() throws IOException {
        MediaBytes file = new MediaBytes()
                .ascii("II")
                .u16le(42)
                .u32le(1 << 20)
                .zeros((1 << 20) - 8)
                .u16le(2);
        entry(file, 256, SHORT, 1, 300);
        entry(file, 257, SHORT, 1, 200);

        assertSize(file.read(reader), 300, 200);
        assertThat(file.cost().requests()).isEqualTo(2);
        assertThat(file.cost().bytesRead()).isLessThan(16 << 10);
    }

    @Test
    void refusesWhatIsNoTiff() {
        assertThatThrownBy(() -> new MediaBytes().zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new MediaBytes().ascii("II").u16le(7).zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new MediaBytes()
                        .ascii("II")
                        .u16le(42)
                        .u32le(8)
                        .zeros(99)
                        .read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new MediaBytes()
                        .ascii("II")
                        .u16le(42)
                        .u32le(-1)
                        .zeros(9)
                        .read(reader))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> new MediaBytes()
                        .ascii("II")
                        .u16le(43)
                        .u32le(8)
                        .i64le(Long.MAX_VALUE)
                        .zeros(9)
                        .read(reader))
                .isInstanceOf(IOException.class);
    }

    private static void assertSize(Facts facts, long width, long height) {
        assertThat(facts.get(Field.WIDTH)).contains(width);
        assertThat(facts.get(Field.HEIGHT)).contains(height);
    }

    private static void entry(MediaBytes file, int tag, int type, int count, long value) {
        file.u16le(tag).u16le(type).u32le(count).u32le(value);
    }
}
