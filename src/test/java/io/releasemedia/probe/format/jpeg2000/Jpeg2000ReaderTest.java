package io.releasemedia.probe.format.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class Jpeg2000ReaderTest {

    private final Jpeg2000Reader reader = new Jpeg2000Reader();

    @Test
    void theImageHeaderTellsSizeDepthAndColours() throws IOException {
        ComposedMedia media = start().be(4, 4096).ascii("xml ").zeros(4088);
        media.be(4, 45).ascii("jp2h").be(4, 22).ascii("ihdr");
        media.be(4, 479).be(4, 641).be(2, 3).u8(11, 7).be(2, 0);
        media.be(4, 15).ascii("colr").u8(1, 0, 0).be(4, 18);
        media.be(4, 0).ascii("jp2c").zeros(100);

        Facts facts = media.read(reader);

        assertSize(facts, 641, 479);
        assertThat(facts.get(Field.BIT_DEPTH)).contains(12L);
        assertThat(facts.get(Field.COLOR_SPACE)).contains("YCbCr");
        assertThat(media.readRemote(reader).values()).isEqualTo(facts.values());
    }

    @Test
    void aBareCodestreamIsWhatLiesBehindItsOffset() throws IOException {
        assertSize(codestream(new ComposedMedia()).read(reader), 600, 400);
    }

    @Test
    void withoutAnImageHeaderTheCodestreamTells() throws IOException {
        ComposedMedia media = codestream(start().be(4, 0).ascii("jp2c"));

        assertSize(media.read(reader), 600, 400);
    }

    @Test
    void aFileWithoutEitherIsMalformed() {
        assertThatThrownBy(() -> start().be(4, 8).ascii("free").read(reader)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> start().be(4, 0).ascii("jp2c").zeros(50).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> start().be(4, 3).ascii("jp2h").zeros(50).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    private static void assertSize(Facts facts, long width, long height) {
        assertThat(facts.get(Field.WIDTH)).contains(width);
        assertThat(facts.get(Field.HEIGHT)).contains(height);
    }

    private static ComposedMedia start() {
        return new ComposedMedia().be(4, 12).ascii("jP  ").be(4, 0x0d0a_870aL);
    }

    private static ComposedMedia codestream(ComposedMedia media) {
        media.be(4, 0xff4f_ff51L)
                .be(2, 47)
                .be(2, 0)
                .be(4, 640)
                .be(4, 480)
                .be(4, 40)
                .be(4, 80);
        return media.zeros(16).be(2, 3).u8(7, 1, 1, 7, 1, 1, 7, 1, 1);
    }
}
