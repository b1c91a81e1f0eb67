package io.releasemedia.probe.format.ac3;

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

class Ac3ReaderTest {

    private static final long STEREO_192 = 0x0b77_0000_1440_4300L;
    /** E-AC-3, 5.1 at 48 kHz, 1792 bytes, and a dependent frame of 256 bytes that adds a pair of rear channels. */
    private static final long ENHANCED = 0x0b77_037f_3f86_ff00L;

    private static final long DEPENDENT = 0x0b77_407f_3487_d1a0L;

    private final Ac3Reader reader = new Ac3Reader();

    @Test
    void framesOfOneRate() throws IOException {
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < 2000; i++) {
            media.be(8, STEREO_192).zeros(768 - 8);
        }
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isCloseTo(64, within(0.001));
        assertThat(facts.get(Field.CODEC)).contains("ac3");
        assertThat(facts.get(Field.BITRATE)).contains("192");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(media.readRemote(reader).values()).isEqualTo(facts.values());
        assertThat(media.remoteCost(reader).requests()).isEqualTo(2);
    }

    @Test
    void dependentFramesAddChannelsAndNoTime() throws IOException {
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < 50; i++) {
            media.be(8, ENHANCED).zeros(1792 - 8);
            media.be(8, DEPENDENT).zeros(256 - 8);
        }
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isCloseTo(1.6, within(0.001));
        assertThat(facts.get(Field.CODEC)).contains("eac3");
        assertThat(facts.get(Field.CHANNELS)).contains("8");
        assertThat(facts.get(Field.BITRATE)).contains("512");
    }

    @Test
    void otherBytesAreMalformed() {
        assertThatThrownBy(() -> new ComposedMedia().zeros(5000).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }
}
