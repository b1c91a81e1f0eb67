package io.releasemedia.probe.format.tta;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TtaReaderTest {

    private final TtaReader reader = new TtaReader();

    @Test
    void oneHeaderSaysAll() throws IOException {
        ComposedMedia media = new ComposedMedia()
                .ascii("TTA1")
                .le(2, 1)
                .le(2, 2)
                .le(2, 24)
                .le(4, 48_000)
                .le(4, 96_000);
        media.zeros(25_000 - media.length()).ascii("TAG").zeros(125);
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(2);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("48000");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(24L);
        assertThat(facts.get(Field.BITRATE)).contains("100");
    }

    @Test
    void otherBytesAreMalformed() {
        assertThatThrownBy(() -> new ComposedMedia().ascii("TTAX").zeros(30).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }
}
