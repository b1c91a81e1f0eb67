package io.releasemedia.probe.format.musepack;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MusepackReaderTest {

    private final MusepackReader reader = new MusepackReader();

    @Test
    void version7CutsItsLastFrameWhereItIsGapless() throws IOException {
        Facts facts = version7(1 << 31 | 100 << 20).zeros(28_772).read(reader);
        assertThat(seconds(facts)).isEqualTo(Math.round((99 * 1152 + 100) / 48.0) / 1000.0);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("48000");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.CODEC)).contains("musepack7");
        assertThat(facts.get(Field.BITRATE)).contains("96");
    }

    @Test
    void version7WithoutThatLosesTheDecodersDelay() throws IOException {
        assertThat(seconds(version7(0).read(reader))).isEqualTo(Math.round((100 * 1152 - 481) / 48.0) / 1000.0);
    }

    @Test
    void version8HasItsHeaderInAPacket() throws IOException {
        ComposedMedia media = new ComposedMedia()
                .ascii("MPCK")
                .ascii("RG")
                .u8(5, 0, 0)
                .ascii("SH")
                .u8(14)
                .zeros(4)
                .u8(8)
                .u8(0x82, 0xd8, 0x44)
                .u8(0x64)
                .u8(0x05, 0x19)
                .zeros(500);
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(Math.round((0x2c44 + (1 << 15) - 0x64) / 44.1) / 1000.0);
        assertThat(facts.get(Field.CODEC)).contains("musepack8");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
    }

    @Test
    void olderVersionsHaveNoMagic() throws IOException {
        ComposedMedia media =
                new ComposedMedia().le(4, 6 << 11 | 20 << 6 | 1).le(4, 100).zeros(500);
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(Math.round((100 * 1152 - 481) / 44.1) / 1000.0);
        assertThat(facts.get(Field.CODEC)).contains("musepack6");
    }

    @Test
    void endlessNumbersAndForeignBytesAreMalformed() {
        ComposedMedia endless = new ComposedMedia().ascii("MPCKSH").u8(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
        ComposedMedia foreign = new ComposedMedia().ascii("no music").zeros(100);
        endless.u8(0xff, 0xff, 0xff, 0xff);
        assertThatThrownBy(() -> endless.read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> foreign.read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new ComposedMedia().ascii("MPCKSH").u8(14).read(reader))
                .isInstanceOf(EOFException.class);
    }

    private static ComposedMedia version7(int gapless) {
        return new ComposedMedia()
                .ascii("MP+")
                .u8(0x17)
                .le(4, 100)
                .le(4, 1 << 16)
                .zeros(8)
                .le(4, gapless)
                .le(4, 0);
    }
}
