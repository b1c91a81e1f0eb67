package io.releasemedia.probe.format.wavpack;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WavPackReaderTest {

    private static final int STEREO_16 = 1 | 9 << 23;
    private static final int MONO = 1 << 2;
    private static final int HYBRID = 1 << 3;
    private static final int INITIAL = 1 << 11;
    private static final int FINAL = 1 << 12;
    private static final int CUSTOM_RATE = 15 << 23;
    private static final int DSD = 1 << 31;
    private static final int WHOLE = INITIAL | FINAL;

    private final WavPackReader reader = new WavPackReader();
    private final ComposedMedia media = new ComposedMedia();

    @Test
    void oneBlockSaysAll() throws IOException {
        block(88_200, 0, 44_100, STEREO_16 | WHOLE, new byte[9_968]);
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(2);
        assertThat(facts.get(Field.BITRATE)).contains("40");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(16L);
        assertThat(facts.get(Field.LOSSLESS)).contains(true);
    }

    @Test
    void hybridIsLossy() throws IOException {
        block(88_200, 0, 44_100, STEREO_16 | WHOLE | HYBRID, new byte[100]);
        assertThat(media.read(reader).get(Field.LOSSLESS)).contains(false);
    }

    @Test
    void theLastBlockTellsALengthThatTheFirstDoesNotKnow() throws IOException {
        for (int unknown : new int[] {-1, 0}) {
            ComposedMedia file = new ComposedMedia();
            block(file, unknown, 0, 22_050, STEREO_16 | WHOLE, new byte[500]);
            block(file, unknown, 22_050, 22_050, STEREO_16 | WHOLE, new byte[500]);
            block(file, unknown, 44_100, 4_410, STEREO_16 | WHOLE, new byte[500]);
            file.ascii("TAG").zeros(125);
            assertThat(seconds(file.read(reader))).isEqualTo(1.1);
        }
    }

    @Test
    void channelsOfAGroupOfBlocksAddUp() throws IOException {
        block(44_100, 0, 44_100, STEREO_16 | INITIAL, new byte[100]);
        block(44_100, 0, 44_100, STEREO_16 | MONO, new byte[100]);
        block(44_100, 0, 44_100, STEREO_16 | FINAL, new byte[100]);
        block(44_100, 44_100, 44_100, STEREO_16 | INITIAL, new byte[100]);
        assertThat(media.read(reader).get(Field.CHANNELS)).contains("5");
    }

    @Test
    void aSubBlockMayCountTheChannels() throws IOException {
        byte[] channels = new ComposedMedia().u8(0x0d, 1, 6, 0x3f).zeros(50).bytes();
        block(44_100, 0, 44_100, STEREO_16 | INITIAL, channels);
        assertThat(media.read(reader).get(Field.CHANNELS)).contains("6");
    }

    @Test
    void aSubBlockMayNameTheRate() throws IOException {
        byte[] rate = new ComposedMedia()
                .u8(0x05, 1, 0, 0)
                .u8(0x67, 2)
                .le(3, 12_345)
                .zeros(50)
                .bytes();
        block(12_345, 0, 12_345, 1 | CUSTOM_RATE | WHOLE, rate);
        Facts facts = media.read(reader);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("12345");
        assertThat(seconds(facts)).isEqualTo(1);
    }

    @Test
    void dsdIsCountedInBytes() throws IOException {
        byte[] data = new ComposedMedia().u8(0x8e, 10, 0, 0, 3).zeros(50).bytes();
        block(352_800, 0, 22_050, 9 << 23 | WHOLE | DSD, data);
        Facts facts = media.read(reader);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("352800");
        assertThat(seconds(facts)).isEqualTo(1);
    }

    @Test
    void blocksOfMetadataAreSteppedOver() throws IOException {
        block(-1, 0, 0, STEREO_16 | WHOLE, new byte[40]);
        block(44_100, 0, 44_100, STEREO_16 | WHOLE, new byte[40]);
        assertThat(seconds(media.read(reader))).isEqualTo(1);
    }

    @Test
    void anUnknownVersionIsMalformed() {
        ComposedMedia file =
                new ComposedMedia().ascii("wvpk").le(4, 100).le(2, 0x300).zeros(100);
        assertThatThrownBy(() -> file.read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private void block(long total, long index, long samples, int flags, byte[] body) {
        block(media, total, index, samples, flags, body);
    }

    private static void block(ComposedMedia out, long total, long index, long samples, int flags, byte[] body) {
        out.ascii("wvpk")
                .le(4, 24 + body.length)
                .le(2, 0x410)
                .le(2, 0)
                .le(4, total)
                .le(4, index)
                .le(4, samples)
                .le(4, flags)
                .le(4, 0)
                .raw(body);
    }
}
