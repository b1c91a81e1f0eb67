package io.releasemedia.probe.format.psd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.wav.MediaBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsdReaderTest {

    private final PsdReader reader = new PsdReader();

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 8, Gray, false",
        "1, 3, 3, 8, RGB, false",
        "2, 4, 3, 16, RGB, true",
        "1, 4, 4, 8, CMYK, false",
        "1, 3, 9, 8, Lab, false",
        "1, 1, 2, 8, Indexed, false",
        "1, 5, 7, 8, , ",
    })
    void readsTheHeader(int version, int channels, int mode, int depth, String space, Boolean alpha)
            throws IOException {
        Facts facts = psd(version, channels, 200, 300, depth, mode).read(reader);

        assertThat(facts.get(Field.WIDTH)).contains(300L);
        assertThat(facts.get(Field.HEIGHT)).contains(200L);
        assertThat(facts.get(Field.BIT_DEPTH)).contains((long) depth);
        assertThat(facts.get(Field.COLOR_SPACE).orElse(null)).isEqualTo(space);
        assertThat(facts.get(Field.ALPHA).orElse(null)).isEqualTo(alpha);
    }

    @Test
    void refusesWhatIsNoDocument() {
        assertThatThrownBy(() -> new MediaBytes().zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> psd(3, 3, 200, 300, 8, 3).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> psd(1, 3, 0, 300, 8, 3).read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private static MediaBytes psd(int version, int channels, int height, int width, int depth, int mode) {
        MediaBytes file = new MediaBytes().ascii("8BPS").u16be(version).zeros(6).u16be(channels);
        return file.u32be(height).u32be(width).u16be(depth).u16be(mode);
    }
}
