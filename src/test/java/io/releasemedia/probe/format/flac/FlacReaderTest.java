package io.releasemedia.probe.format.flac;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import io.releasemedia.source.Cost;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FlacReaderTest {

    private static final int LAST = 0x80;
    private static final int PADDING = 1;
    private static final int PICTURE = 6;

    /** Frame headers of 4096 samples at 44.1 kHz, 16 bit stereo; the last byte is the CRC-8. */
    private static final int[] FRAME_0 = {0xff, 0xf8, 0xc9, 0x18, 0x00, 0xc2};

    private static final int[] FRAME_1 = {0xff, 0xf8, 0xc9, 0x18, 0x01, 0xc5};

    private final FlacReader reader = new FlacReader();

    @Test
    void bitRateCountsFramesOnly() throws IOException {
        ComposedMedia media =
                start(44_100).u8(LAST | PADDING).be(3, 500).zeros(500).u8(FRAME_0);
        media.zeros(50_000 - FRAME_0.length).ascii("TAG").zeros(125);
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(1);
        assertThat(facts.get(Field.BITRATE)).contains("400");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(16L);
        assertThat(facts.get(Field.CODEC)).contains("flac");
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void aStreamInfoBehindOtherBlocksIsFound() throws IOException {
        ComposedMedia media = new ComposedMedia()
                .ascii("fLaC")
                .u8(PADDING)
                .be(3, 100)
                .zeros(100)
                .be(4, 34)
                .be(2, 4096)
                .be(2, 4096)
                .be(6, 0)
                .be(8, 44_100L << 44 | 1L << 41 | 15L << 36 | 44_100)
                .zeros(16);
        Facts facts =
                media.u8(LAST | PADDING).be(3, 0).u8(FRAME_0).zeros(50_000).read(reader);
        assertThat(seconds(facts)).isEqualTo(1);
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.BITRATE)).contains("400");
    }

    @Test
    void aPictureIsSteppedOver() throws IOException {
        int picture = 3_500_000;
        ComposedMedia media = start(44_100).u8(PICTURE).be(3, picture).zeros(picture);
        media.u8(LAST | PADDING).be(3, 8_192).zeros(8_192).u8(FRAME_0).zeros(100_000);
        Cost cost = media.remoteCost(reader);
        assertThat(cost.requests()).isLessThanOrEqualTo(3);
        assertThat(cost.bytesRead()).isLessThanOrEqualTo(24 << 10);
        assertThat(media.readRemote(reader).values())
                .isEqualTo(media.read(reader).values());
        assertThat(media.read(reader).get(Field.BITRATE)).contains("800");
    }

    @Test
    void paddingBeforeAPictureTakesNoMoreRequests() throws IOException {
        int picture = 3_500_000;
        ComposedMedia media = start(44_100 * 20).u8(PADDING).be(3, 20_000).zeros(20_000);
        media.u8(PICTURE).be(3, picture).zeros(picture);
        media.u8(LAST | PADDING).be(3, 8_192).zeros(8_192).u8(FRAME_0).zeros(2_000_000);
        Cost cost = media.remoteCost(reader);
        assertThat(cost.requests()).isLessThanOrEqualTo(3);
        assertThat(cost.bytesRead()).isLessThanOrEqualTo(24 << 10);
        assertThat(media.readRemote(reader).values())
                .isEqualTo(media.read(reader).values());
        assertThat(media.read(reader).get(Field.BITRATE)).contains("800");
    }

    @Test
    void theLastFrameTellsALengthThatTheStreamInfoDoesNotKnow() throws IOException {
        ComposedMedia media = start(0).u8(LAST | PADDING)
                .be(3, 0)
                .u8(FRAME_0)
                .zeros(3_000)
                .u8(FRAME_1)
                .zeros(40_000);
        assertThat(seconds(media.read(reader))).isEqualTo(0.186);
    }

    @Test
    void aLastFrameOfAnotherStreamIsNoFrame() throws IOException {
        ComposedMedia media = start(0).u8(LAST | PADDING).be(3, 0).u8(FRAME_0).zeros(3_000);
        media.u8(0xff, 0xf8, 0xc9, 0x18, 0x01, 0xc4).zeros(3_000);
        assertThat(seconds(media.read(reader))).isEqualTo(0.093);
    }

    @Test
    void variableBlocksCarrySampleNumbers() throws IOException {
        int[] header = {0xff, 0xf9, 0x79, 0x18, 0xe2, 0x82, 0xac, 0x03, 0xe7};
        ComposedMedia media =
                start(0).u8(LAST | PADDING).be(3, 0).u8(header).u8(crc8(header)).zeros(100);
        assertThat(seconds(media.read(reader))).isEqualTo(Math.round((0x20ac + 1000) / 44.1) / 1000.0);
    }

    @Test
    void framesAreSearchedForBehindABlockOfWrongSize() throws IOException {
        ComposedMedia media = start(44_100)
                .u8(4)
                .be(3, 0)
                .ascii("what the size does not count")
                .u8(FRAME_0);
        media.zeros(25_000 - FRAME_0.length);
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(1);
        assertThat(facts.get(Field.BITRATE)).contains("200");
    }

    @Test
    void aSecondStreamInfoIsNoBlock() throws IOException {
        ComposedMedia media = start(44_100).zeros(5_000).u8(FRAME_0);
        media.zeros(25_000 - FRAME_0.length);
        assertThat(media.read(reader).get(Field.BITRATE)).contains("200");
    }

    @Test
    void fewerBytesThanTheSmallestFramesNeedMeanTruncation() throws IOException {
        ComposedMedia media = streamInfo(44_100 * 60, 500)
                .u8(LAST | PADDING)
                .be(3, 0)
                .u8(FRAME_0)
                .zeros(10_000);
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(60);
        assertThat(facts.get(Field.TRUNCATED)).contains(true);
    }

    @Test
    void aFileThatEndsInsideAPictureKeepsItsStreamInfo() throws IOException {
        Facts facts = start(44_100).u8(PICTURE).be(3, 100_000).zeros(1_000).read(reader);
        assertThat(seconds(facts)).isEqualTo(1);
        assertThat(facts.get(Field.TRUNCATED)).contains(true);
        assertThat(facts.has(Field.BITRATE)).isFalse();
    }

    @Test
    void theFirstBlockHasToBeTheStreamInfo() {
        ComposedMedia media = new ComposedMedia().ascii("fLaC").u8(4).be(3, 40).zeros(100);
        assertThatThrownBy(() -> media.read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private static ComposedMedia start(long samples) {
        return streamInfo(samples, 0);
    }

    private static ComposedMedia streamInfo(long samples, int minFrameSize) {
        return new ComposedMedia()
                .ascii("fLaC")
                .be(4, 34)
                .be(2, 4096)
                .be(2, 4096)
                .be(3, minFrameSize)
                .be(3, 0)
                .be(8, 44_100L << 44 | 1L << 41 | 15L << 36 | samples)
                .zeros(16);
    }

    private static int crc8(int[] bytes) {
        int crc = 0;
        for (int value : bytes) {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc << 1 ^ ((crc & 0x80) != 0 ? 0x107 : 0)) & 0xff;
            }
        }
        return crc;
    }
}
