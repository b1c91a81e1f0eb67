package io.releasemedia.probe.format.heif;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.box;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.u16;
import static io.releasemedia.probe.format.mp4.ComposedFile.u32;
import static io.releasemedia.probe.format.mp4.ComposedFile.u8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.mp4.ComposedFile;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeifReaderTest {

    private static final byte[] TILE = box("ispe", u32(0, 512, 512));
    private static final byte[] GRID = box("ispe", u32(0, 4032, 3024));

    private final HeifReader reader = new HeifReader();

    private static byte[] ftyp(String brands) {
        return box("ftyp", ascii(brands.substring(0, 4)), u32(0), ascii(brands.substring(4)));
    }

    private static byte[] pitm(int item) {
        return box("pitm", u32(0), u16(item));
    }

    private static byte[] iprp(byte[] ipma, byte[]... properties) {
        return box("iprp", box("ipco", join(properties)), ipma);
    }

    /** Items 1 and 49, with properties 1 and 2. */
    private static byte[] associations() {
        return box("ipma", u32(0, 2), u16(1), u8(1, 0x81), u16(49), u8(1, 2));
    }

    private static byte[] meta(byte[]... children) {
        return box("meta", u32(0), box("hdlr", new byte[24]), join(children));
    }

    @Test
    void takesTheSizeOfThePrimaryItemNotOfATile() throws IOException {
        byte[] hvcc = box("hvcC", new byte[16], u8(0xfd, 0xfa, 0xf8), new byte[4]);
        byte[] meta = meta(pitm(49), iprp(associations(), TILE, GRID, hvcc));

        Facts facts = ComposedFile.of(ftyp("heicmif1"), meta).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.WIDTH, 4032L)
                .containsEntry(Field.HEIGHT, 3024L)
                .containsEntry(Field.MIME_TYPE, "image/heic")
                .containsEntry(Field.COLOR_SPACE, "YCbCr")
                .containsEntry(Field.BIT_DEPTH, 10L)
                .containsEntry(Field.ALPHA, false);
    }

    @Test
    void takesTheLargestSizeWithoutAPrimaryItem() throws IOException {
        Facts facts = ComposedFile.of(ftyp("heic"), meta(iprp(associations(), GRID, TILE)))
                .local(reader);

        assertThat(facts.get(Field.WIDTH)).contains(4032L);
    }

    @Test
    void readsColourAndAlphaOfAvif() throws IOException {
        byte[] colour = box("colr", ascii("nclx"), u16(1, 13, 0), u8(0x80));
        byte[] alpha = box("auxC", u32(0), ascii("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"));
        byte[] pixels = box("pixi", u32(0), u8(3, 12, 12, 12));
        byte[] config = box("av1C", u8(0x81, 0x20, 0x60, 0));
        byte[] meta = meta(pitm(1), iprp(associations(), TILE, GRID, config, pixels, colour, alpha));

        Facts facts = ComposedFile.of(ftyp("mif1miafavif"), meta).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.WIDTH, 512L)
                .containsEntry(Field.MIME_TYPE, "image/avif")
                .containsEntry(Field.COLOR_SPACE, "RGB")
                .containsEntry(Field.BIT_DEPTH, 12L)
                .containsEntry(Field.ALPHA, true);
    }

    @Test
    void readsAMonochromeImage() throws IOException {
        byte[] config = box("av1C", u8(0x81, 0x20, 0x10, 0));

        Facts facts = ComposedFile.of(ftyp("avif"), meta(pitm(1), iprp(associations(), TILE, config)))
                .local(reader);

        assertThat(facts.get(Field.COLOR_SPACE)).contains("Gray");
    }

    @ParameterizedTest
    @CsvSource({
        "heixmif1, image/heic",
        "hevcheic, image/heic",
        "mif1heic, image/heic",
        "mif1, image/heif",
        "avis, image/avif"
    })
    void tellsTypesByBrands(String brands, String type) throws IOException {
        Facts facts = ComposedFile.of(ftyp(brands), meta(pitm(1), iprp(associations(), TILE)))
                .local(reader);

        assertThat(facts.get(Field.MIME_TYPE)).contains(type);
    }

    @Test
    void readsLittleOfALargeFile() throws IOException {
        ComposedFile file = ComposedFile.of(ftyp("heic"), meta(pitm(1), iprp(associations(), TILE)))
                .gap(3_000_000);

        file.remote(reader);

        assertThat(file.cost().requests()).isEqualTo(1);
        assertThat(file.cost().bytesRead()).isLessThanOrEqualTo(16 << 10);
    }

    @Test
    void refusesAFileWithoutProperties() {
        assertThatThrownBy(() -> ComposedFile.of(ftyp("heic"), meta(pitm(1))).local(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> ComposedFile.of(ftyp("heic")).local(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void saysThatAFileBreaksOff() {
        byte[] meta = meta(pitm(1), iprp(associations(), TILE));
        ComposedFile file = ComposedFile.of(ftyp("heic"), meta).cutAt(90);

        assertThatThrownBy(() -> file.local(reader)).isInstanceOf(EOFException.class);
    }
}
