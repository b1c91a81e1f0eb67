package io.releasemedia.probe.format.jpegxl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegXlReaderTest {

    private final JpegXlReader reader = new JpegXlReader();

    /** A size header is given as width:value of each field; the first field is at the lowest bits. */
    @ParameterizedTest
    @CsvSource({
        // In eighths: height 48, ratio 4:3.
        "1:1 5:5 3:3 1:1, 64, 48, 8",
        // In eighths: height 256, width 8.
        "1:1 5:31 3:0 5:0 1:1, 8, 256, 8",
        // 9 bits, ratio 12:10 rounds down.
        "1:0 2:0 9:478 3:2 1:1, 574, 479, 8",
        // 13 bits, 18 bits; then 16-bit samples: not standard, nothing more, whole numbers, own depth.
        "1:0 2:1 13:4319 3:0 2:2 18:100000 1:0 1:0 1:0 2:3 6:15, 100001, 4320, 16",
        // 30 bits of height, ratio 1:1, 10-bit samples.
        "1:0 2:3 30:999999 3:1 1:0 1:0 1:0 2:1, 1000000, 1000000, 10",
        // Floating point.
        "1:0 2:0 9:9 3:1 1:0 1:0 1:1 2:0, 10, 10, 0",
        // An orientation and more stand before the depth.
        "1:0 2:0 9:9 3:7 1:0 1:1 3:5, 20, 10, 0",
    })
    void readsTheSizeHeader(String fields, long width, long height, long depth) throws IOException {
        Facts facts = codestream(new ComposedMedia(), fields).read(reader);

        assertThat(facts.get(Field.WIDTH)).contains(width);
        assertThat(facts.get(Field.HEIGHT)).contains(height);
        assertThat(facts.get(Field.BIT_DEPTH)).isEqualTo(depth == 0 ? Optional.empty() : Optional.of(depth));
    }

    @ParameterizedTest
    @CsvSource({"jxlc, 0", "jxlp, 4"})
    void findsTheCodestreamInItsBox(String type, int before) throws IOException {
        ComposedMedia media = new ComposedMedia().be(4, 12).ascii("JXL ").be(4, 0x0d0a_870aL);
        media.be(4, 30_008).ascii("Exif").zeros(30_000).be(4, 0).ascii(type).zeros(before);

        Facts facts = codestream(media, "1:1 5:5 3:3 1:1").readRemote(reader);

        assertThat(facts.get(Field.WIDTH)).contains(64L);
    }

    @Test
    void noCodestreamIsMalformed() {
        assertThatThrownBy(() -> new ComposedMedia().u8(0xff, 0x0a).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() ->
                        new ComposedMedia().be(4, 12).ascii("JXL ").zeros(4).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() ->
                        new ComposedMedia().be(4, 0).ascii("jxlc").zeros(40).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    private static ComposedMedia codestream(ComposedMedia media, String fields) {
        byte[] bytes = new byte[40];
        int at = 0;
        for (String field : fields.split(" ", -1)) {
            String[] parts = field.split(":", -1);
            int value = Integer.parseInt(parts[1]);
            for (int i = 0; i < Integer.parseInt(parts[0]); i++, at++) {
                bytes[at / 8] |= (byte) ((value >> i & 1) << at % 8);
            }
        }
        return media.u8(0xff, 0x0a).raw(bytes);
    }
}
