package io.releasemedia.probe.format.dff;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DffReaderTest {

    private final DffReader reader = new DffReader();

    @Test
    void lengthFollowsFromTheBytesOfPlainDsd() throws IOException {
        Facts facts = head().ascii("DSD ").be(8, 7_056).zeros(7_056).read(reader);
        assertThat(seconds(facts)).isEqualTo(0.01);
        assertThat(facts.get(Field.BITRATE)).contains("5645");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("2822400");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.CODEC)).contains("dsd_msbf");
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void dstCountsFrames() throws IOException {
        Facts facts = head().ascii("DST ")
                .be(8, 50_000)
                .ascii("FRTE")
                .be(8, 6)
                .be(4, 150)
                .be(2, 75)
                .zeros(49_982)
                .read(reader);
        assertThat(seconds(facts)).isEqualTo(2);
        assertThat(facts.get(Field.BITRATE)).contains("200");
        assertThat(facts.get(Field.CODEC)).contains("dst");
    }

    @Test
    void lessDataThanDeclaredIsTruncation() throws IOException {
        assertThat(head().ascii("DSD ").be(8, 7_056).zeros(7_000).read(reader).get(Field.TRUNCATED))
                .contains(true);
    }

    @Test
    void sizesThatCannotBeAreMalformed() {
        assertThatThrownBy(() -> head().ascii("COMT").be(8, -1).zeros(50).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new ComposedMedia().ascii("FRM8").read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void aFileThatEndsBeforeItsDataIsCut() {
        assertThatThrownBy(() -> head().ascii("COMT").be(8, 4).zeros(4).read(reader))
                .isInstanceOf(EOFException.class);
    }

    private static ComposedMedia head() {
        return new ComposedMedia()
                .ascii("FRM8")
                .be(8, 10_000)
                .ascii("DSD ")
                .ascii("FVER")
                .be(8, 4)
                .be(4, 0x0105_0000)
                .ascii("PROP")
                .be(8, 4 + 16 + 12 + 10)
                .ascii("SND ")
                .ascii("FS  ")
                .be(8, 4)
                .be(4, 2_822_400)
                .ascii("CHNL")
                .be(8, 10)
                .be(2, 2)
                .ascii("SLFTSRGT");
    }
}
