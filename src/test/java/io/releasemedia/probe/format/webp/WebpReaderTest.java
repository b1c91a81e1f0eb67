package io.releasemedia.probe.format.webp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.wav.MediaBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WebpReaderTest {

    private static final String KEY_FRAME = "000000 9d012a ";

    private final WebpReader reader = new WebpReader();

    @Test
    void readsALossyImage() throws IOException {
        // The upper two bits are a scale.
        Facts facts = webp().ascii("VP8 ")
                .u32le(99)
                .hex(KEY_FRAME)
                .u16le(640 | 1 << 14)
                .u16le(480)
                .read(reader);

        assertSize(facts, 640, 480);
        assertThat(facts.get(Field.COLOR_SPACE)).contains("YCbCr");
        assertThat(facts.get(Field.ALPHA)).contains(false);
    }

    @Test
    void readsALosslessImage() throws IOException {
        Facts facts = webp().ascii("VP8L")
                .u32le(99)
                .u8(0x2f)
                .u32le(639 | 479 << 14 | 1 << 28)
                .read(reader);

        assertSize(facts, 640, 480);
        assertThat(facts.get(Field.COLOR_SPACE)).contains("RGB");
        assertThat(facts.get(Field.ALPHA)).contains(true);
    }

    @Test
    void readsTheCanvasOfAnExtendedImage() throws IOException {
        MediaBytes file = extended(0x10)
                .ascii("ICCP")
                .u32le(3)
                .zeros(4)
                .ascii("ALPH")
                .u32le(2)
                .zeros(2);

        Facts facts =
                file.ascii("VP8 ").u32le(99).hex(KEY_FRAME).u16le(1).u16le(1).read(reader);

        assertSize(facts, 5000, 4000);
        assertThat(facts.get(Field.COLOR_SPACE)).contains("YCbCr");
        assertThat(facts.get(Field.ALPHA)).contains(true);
    }

    @Test
    void looksIntoAnAnimationsFirstFrame() throws IOException {
        MediaBytes file = extended(2)
                .ascii("ANIM")
                .u32le(6)
                .zeros(6)
                .ascii("ANMF")
                .u32le(999)
                .zeros(16);

        Facts facts = file.ascii("VP8L").u32le(99).u8(0x2f).u32le(0).read(reader);

        assertSize(facts, 5000, 4000);
        assertThat(facts.get(Field.COLOR_SPACE)).contains("RGB");
    }

    @Test
    void refusesWhatIsNoWebp() {
        assertThatThrownBy(() -> new MediaBytes()
                        .ascii("RIFF")
                        .u32le(0)
                        .ascii("WAVE")
                        .zeros(99)
                        .read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> webp().ascii("VP8 ").u32le(99).zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> webp().zeros(999).read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private static void assertSize(Facts facts, long width, long height) {
        assertThat(facts.get(Field.WIDTH)).contains(width);
        assertThat(facts.get(Field.HEIGHT)).contains(height);
        assertThat(facts.get(Field.BIT_DEPTH)).contains(8L);
    }

    private static MediaBytes webp() {
        return new MediaBytes().ascii("RIFF").u32le(0).ascii("WEBP");
    }

    /** 5,000 × 4,000. */
    private static MediaBytes extended(int flags) {
        return webp().ascii("VP8X")
                .u32le(10)
                .u32le(flags)
                .u16le(4999)
                .u8(0)
                .u16le(3999)
                .u8(0);
    }
}
