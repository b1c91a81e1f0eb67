package io.releasemedia.probe.format.ape;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApeReaderTest {

    private final ApeReader reader = new ApeReader();

    @Test
    void theCurrentHeaderStandsBehindADescriptor() throws IOException {
        ComposedMedia media = current(2, 44_100, 20_000);
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(3.344);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(24L);
        assertThat(facts.get(Field.BITRATE))
                .contains(Long.toString(Math.round(media.length() * 0.008 / (147_456 / 44_100.0))));
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void tagsBehindTheAudioDoNotCount() throws IOException {
        ComposedMedia media = current(2, 44_100, 20_000);
        Object bitrate = media.read(reader).get(Field.BITRATE).orElseThrow();
        media.zeros(50_000).ascii("APETAGEX").le(4, 2000).le(4, 50_032).zeros(16);
        assertThat(media.read(reader).get(Field.BITRATE)).contains(bitrate);
    }

    @Test
    void lessAudioThanDeclaredIsTruncation() throws IOException {
        assertThat(current(2, 44_100, 19_999).read(reader).get(Field.TRUNCATED)).contains(true);
    }

    @ParameterizedTest
    @CsvSource({
        "3960, 2000, 0, 294912, 16",
        "3950, 2000, 1, 294912, 8",
        "3920, 2000, 8, 73728, 24",
        "3820, 4000, 0, 73728, 16",
        "3820, 3000, 0, 9216, 16",
        "3700, 4000, 0, 9216, 16"
    })
    void framesOfOldVersionsDifferInLength(int version, int compression, int flags, int blocks, long bits)
            throws IOException {
        Facts facts = new ComposedMedia()
                .ascii("MAC ")
                .le(2, version)
                .le(2, compression)
                .le(2, flags)
                .le(2, 2)
                .le(4, 1000)
                .le(8, 0)
                .le(4, 3)
                .le(4, 5)
                .read(reader);
        assertThat(seconds(facts)).isEqualTo((2 * blocks + 5) / 1000.0);
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(bits);
    }

    @Test
    void aVersionThatNeverWasIsMalformed() {
        ComposedMedia media = new ComposedMedia().ascii("MAC ").le(2, 150).zeros(100);
        assertThatThrownBy(() -> media.read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    /** Two frames of 73,728 blocks; the descriptor claims 20,000 bytes of audio. */
    private static ComposedMedia current(int channels, int rate, int audio) {
        return new ComposedMedia()
                .ascii("MAC ")
                .le(2, 3990)
                .le(2, 0)
                .le(4, 52)
                .le(4, 24)
                .le(8, 0)
                .le(4, 20_000)
                .le(8, 0)
                .zeros(16)
                .le(2, 2000)
                .le(2, 0)
                .le(4, 73_728)
                .le(4, 73_728)
                .le(4, 2)
                .le(2, 24)
                .le(2, channels)
                .le(4, rate)
                .zeros(audio);
    }
}
