package io.releasemedia.probe.format.tak;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TakReaderTest {

    private final TakReader reader = new TakReader();

    @Test
    void streamInfoIsPackedFromTheLowestBit() throws IOException {
        long rate = 96_000 - 6_000;
        ComposedMedia media = new ComposedMedia()
                .ascii("tBaK")
                .u8(4)
                .le(3, 7)
                .zeros(7)
                .u8(1)
                .le(3, 13)
                .le(8, rate << 52 | 192_000L << 14 | 0x2482)
                .le(2, rate >> 12 | (24 - 8) << 6 | (6 - 1) << 11)
                .zeros(3);
        media.zeros(20_000 - media.length());
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(2);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("96000");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(24L);
        assertThat(facts.get(Field.CHANNELS)).contains("6");
        assertThat(facts.get(Field.BITRATE)).contains("80");
    }

    @Test
    void withoutStreamInfoItIsMalformed() {
        ComposedMedia media =
                new ComposedMedia().ascii("tBaK").u8(4).le(3, 3).zeros(3).u8(0).le(3, 0);
        assertThatThrownBy(() -> media.read(reader)).isInstanceOf(MalformedMediaException.class);
    }
}
