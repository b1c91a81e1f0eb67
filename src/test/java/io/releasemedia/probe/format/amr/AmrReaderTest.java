package io.releasemedia.probe.format.amr;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AmrReaderTest {

    private final AmrReader reader = new AmrReader();

    @Test
    void framesOfAnyModeStandFor20Milliseconds() throws IOException {
        ComposedMedia media = new ComposedMedia().ascii("#!AMR\n");
        for (int i = 0; i < 100; i++) {
            media.u8(7 << 3 | 4).zeros(31).u8(8 << 3 | 4).zeros(5).u8(15 << 3 | 4);
        }
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(6);
        assertThat(facts.get(Field.CODEC)).contains("amr_nb");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("8000");
        assertThat(facts.get(Field.CHANNELS)).contains("1");
        assertThat(facts.get(Field.BITRATE)).contains("5");
    }

    @Test
    void wideband() throws IOException {
        ComposedMedia media = new ComposedMedia().ascii("#!AMR-WB\n");
        Random random = new Random(1);
        byte[] speech = new byte[60];
        for (int i = 0; i < 6000; i++) {
            random.nextBytes(speech);
            media.u8(8 << 3 | 4).raw(speech);
        }
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(120);
        assertThat(facts.get(Field.CODEC)).contains("amr_wb");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("16000");
        assertThat(facts.get(Field.BITRATE)).contains("24");
        assertThat(seconds(media.readRemote(reader))).isCloseTo(120, within(0.5));
    }

    @Test
    void severalChannelsAreSaidByTheHeader() throws IOException {
        Facts facts =
                new ComposedMedia().ascii("#!AMR_MC1.0\n").be(4, 2).zeros(100).read(reader);
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.has(Field.DURATION)).isFalse();
    }

    @Test
    void otherBytesAreMalformed() {
        assertThatThrownBy(
                        () -> new ComposedMedia().ascii("#!SILK_V3").zeros(100).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }
}
