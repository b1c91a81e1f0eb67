package io.releasemedia.probe.format.dsf;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DsfReaderTest {

    private final DsfReader reader = new DsfReader();

    @Test
    void bitRateIsOneBitASampleAndChannel() throws IOException {
        Facts facts = file(1, 0, 8_192).read(reader);
        assertThat(seconds(facts)).isEqualTo(0.5);
        assertThat(facts.get(Field.BITRATE)).contains("5645");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("2822400");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.CODEC)).contains("dsd_lsbf_planar");
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
        assertThat(file(8, 0, 8_192).read(reader).get(Field.CODEC)).contains("dsd_msbf_planar");
    }

    @Test
    void lessDataThanDeclaredIsTruncation() throws IOException {
        assertThat(file(1, 0, 8_191).read(reader).get(Field.TRUNCATED)).contains(true);
    }

    @Test
    void otherFormatsAreMalformed() {
        assertThatThrownBy(() -> file(1, 1, 8_192).read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private static ComposedMedia file(int bits, int format, int data) {
        return new ComposedMedia()
                .ascii("DSD ")
                .le(8, 28)
                .le(8, 0)
                .le(8, 0)
                .ascii("fmt ")
                .le(8, 52)
                .le(4, 1)
                .le(4, format)
                .le(4, 2)
                .le(4, 2)
                .le(4, 2_822_400)
                .le(4, bits)
                .le(8, 1_411_200)
                .le(4, 4096)
                .le(4, 0)
                .ascii("data")
                .le(8, 12 + 8_192)
                .zeros(data);
    }
}
