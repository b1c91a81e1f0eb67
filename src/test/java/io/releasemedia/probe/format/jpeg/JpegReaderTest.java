package io.releasemedia.probe.format.jpeg;

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
import org.junit.jupiter.params.provider.ValueSource;

class JpegReaderTest {

    private static final String ADOBE = "ffee000e 41646f6265 0064 0000 0000 ";

    private final JpegReader reader = new JpegReader();

    @ParameterizedTest
    @ValueSource(strings = {"c0", "c1", "c2", "c3", "c5", "c9", "ca", "cf", "f7"})
    void readsEveryKindOfFrame(String marker) throws IOException {
        Facts facts = jpeg().hex(frame(marker, 3, "010203")).read(reader);

        assertThat(facts.get(Field.WIDTH)).contains(640L);
        assertThat(facts.get(Field.HEIGHT)).contains(480L);
        assertThat(facts.get(Field.BIT_DEPTH)).contains(8L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c4", "c8", "cc"})
    void takesNoTableForAFrame(String marker) throws IOException {
        MediaBytes file = jpeg().hex("ff" + marker + "0011 08 0001 0001 03 010203040506070809");

        assertThat(file.hex(frame("c0", 1, "01")).read(reader).get(Field.WIDTH)).contains(640L);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 01, Gray",
        "'', 3, 010203, YCbCr",
        "'', 3, 524742, RGB",
        "00, 3, 010203, RGB",
        "01, 3, 010203, YCbCr",
        "'', 4, 01020304, CMYK",
        "00, 4, 01020304, CMYK",
        "02, 4, 01020304, YCCK",
    })
    void tellsTheColourSpace(String transform, int components, String ids, String space) throws IOException {
        MediaBytes file = jpeg().hex(transform.isEmpty() ? "" : ADOBE + transform);

        assertThat(file.hex(frame("c0", components, ids)).read(reader).get(Field.COLOR_SPACE))
                .contains(space);
    }

    @Test
    void passesOverAThumbnail() throws IOException {
        MediaBytes file = jpeg().hex("ffe1").u16be(60_000).ascii("Exif\0\0");
        file.hex("ffd8").hex(frame("c0", 3, "010203").replace("0280", "0010"));
        file.zeros(2 + 2 + 60_000 + 2 - file.size());

        assertThat(file.hex(frame("c2", 3, "010203")).read(reader).get(Field.WIDTH))
                .contains(640L);
        assertThat(file.cost().bytesRead()).isLessThan(10 << 10);
    }

    @Test
    void findsTheNextMarkerBehindABrokenSegment() throws IOException {
        MediaBytes file = jpeg().hex("ffe0 0001 0101 0048").hex("ffffff");

        assertThat(file.hex(frame("c0", 3, "010203").substring(2)).read(reader).get(Field.WIDTH))
                .contains(640L);
    }

    @Test
    void refusesWhatHasNoFrame() {
        assertThatThrownBy(() -> new MediaBytes().hex("ffd9").zeros(9).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> jpeg().hex("ffda 0002").zeros(9).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> jpeg().zeros(100_000).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> jpeg().hex("ffe1 1000").zeros(9).read(reader)).isInstanceOf(EOFException.class);
    }

    private static MediaBytes jpeg() {
        return new MediaBytes().hex("ffd8");
    }

    /** 640 × 480, 8 bits. */
    private static String frame(String marker, int components, String ids) {
        StringBuilder hex = new StringBuilder("ff" + marker + "0011" + "08" + "01e0" + "0280" + "0" + components);
        for (int i = 0; i < components; i++) {
            hex.append(ids, 2 * i, 2 * i + 2).append("1100");
        }
        return hex.toString();
    }
}
