package io.releasemedia.probe.format.dts;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DtsReaderTest {

    private final DtsReader reader = new DtsReader();

    @Test
    void extensionsBehindTheCoreTakeNoTime() throws IOException {
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < 100; i++) {
            // 16 blocks of 32 samples, 1006 bytes, 5 channels, 48 kHz, low-frequency effects.
            long fields = 1L << 63 | 31L << 58 | 15L << 50 | 1005L << 36 | 9L << 30 | 13L << 26 | 24L << 21 | 2L << 9;
            media.be(4, 0x7ffe_8001L).be(8, fields).zeros(1006 - 12);
            media.be(4, 0x6458_2025L).u8(0).be(4, 15L << 21 | 499L << 5).zeros(500 - 9);
        }
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isCloseTo(100 * 512 / 48_000.0, within(0.001));
        assertThat(facts.get(Field.CODEC)).contains("dts");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("48000");
        assertThat(facts.get(Field.CHANNELS)).contains("6");
        assertThat(facts.get(Field.BITRATE)).contains("1130");
    }

    @Test
    void otherBytesAreMalformed() {
        assertThatThrownBy(() -> new ComposedMedia().zeros(5000).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }
}
