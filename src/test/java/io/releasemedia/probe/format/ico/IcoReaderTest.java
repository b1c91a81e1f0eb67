package io.releasemedia.probe.format.ico;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.wav.MediaBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class IcoReaderTest {

    private final IcoReader reader = new IcoReader();

    @Test
    void takesTheLargestImage() throws IOException {
        MediaBytes file = new MediaBytes().u16le(0).u16le(1).u16le(3);
        file.u8(16, 16).zeros(14).u8(0, 0).zeros(14).u8(32, 32).zeros(14);

        Facts facts = file.read(reader);

        assertThat(facts.get(Field.WIDTH)).contains(256L);
        assertThat(facts.get(Field.HEIGHT)).contains(256L);
    }

    @Test
    void refusesWhatIsNoIcon() {
        assertThatThrownBy(() -> new MediaBytes().zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new MediaBytes().ascii("GIF89a").zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }
}
