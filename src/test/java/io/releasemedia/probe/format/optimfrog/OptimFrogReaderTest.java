package io.releasemedia.probe.format.optimfrog;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OptimFrogReaderTest {

    private final OptimFrogReader reader = new OptimFrogReader();

    @Test
    void samplesOfAllChannelsAreCountedTogether() throws IOException {
        ComposedMedia media = new ComposedMedia()
                .ascii("OFR ")
                .le(4, 15)
                .le(6, 176_400)
                .u8(2, 1)
                .le(4, 44_100);
        media.zeros(10_000 - media.length());
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(2);
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(16L);
        assertThat(facts.get(Field.BITRATE)).contains("40");
    }

    @Test
    void aHeaderThatIsTooShortIsMalformed() {
        assertThatThrownBy(() ->
                        new ComposedMedia().ascii("OFR ").le(4, 3).zeros(30).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }
}
