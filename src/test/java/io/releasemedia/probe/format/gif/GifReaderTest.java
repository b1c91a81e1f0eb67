package io.releasemedia.probe.format.gif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.wav.MediaBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GifReaderTest {

    private static final String IMAGE = "2c 00000000 0500 0600 00";

    private final GifReader reader = new GifReader();

    @Test
    void readsTheScreenAndItsTable() throws IOException {
        Facts facts = gif(300, 200, 0x80 | 3).zeros(3 * 16).hex(IMAGE).read(reader);

        assertThat(facts.get(Field.WIDTH)).contains(300L);
        assertThat(facts.get(Field.HEIGHT)).contains(200L);
        assertThat(facts.get(Field.BIT_DEPTH)).contains(4L);
        assertThat(facts.get(Field.COLOR_SPACE)).contains("Indexed");
        assertThat(facts.get(Field.ALPHA)).contains(false);
    }

    @Test
    void findsTheTransparentColourBehindOtherExtensions() throws IOException {
        MediaBytes file = gif(300, 200, 0).hex("21ff 0b").ascii("NETSCAPE2.0").hex("03 010000 00");

        Facts facts = file.hex("21f9 04 01000000 00").hex(IMAGE).read(reader);

        assertThat(facts.get(Field.ALPHA)).contains(true);
    }

    @Test
    void takesTheFirstImageWhereTheScreenHasNoSize() throws IOException {
        Facts facts = gif(0, 0, 0).hex(IMAGE).read(reader);

        assertThat(facts.get(Field.WIDTH)).contains(5L);
        assertThat(facts.get(Field.HEIGHT)).contains(6L);
    }

    @Test
    void endsWhereBlocksDoNot() throws IOException {
        MediaBytes file = gif(300, 200, 0).hex("21fe");
        for (int i = 0; i < 3000; i++) {
            file.u8(1, 0);
        }

        assertThat(file.read(reader).get(Field.WIDTH)).contains(300L);
    }

    @Test
    void refusesWhatIsNoGif() {
        assertThatThrownBy(() -> new MediaBytes().ascii("GIF90a").zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    private static MediaBytes gif(int width, int height, int flags) {
        return new MediaBytes().ascii("GIF89a").u16le(width).u16le(height).u8(flags, 0, 0);
    }
}
