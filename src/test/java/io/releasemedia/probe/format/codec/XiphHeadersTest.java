package io.releasemedia.probe.format.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class XiphHeadersTest {

    @Test
    void streamInfoHasFieldsThatCrossBytes() {
        byte[] body = new ComposedMedia()
                .be(2, 4096)
                .be(2, 4608)
                .be(3, 14)
                .be(3, 9000)
                .be(8, 192_000L << 44 | 5L << 41 | 23L << 36 | 0xf_0000_0001L)
                .zeros(16)
                .bytes();
        FlacStreamInfo info = FlacStreamInfo.parse(body).orElseThrow();
        assertThat(info).isEqualTo(new FlacStreamInfo(4096, 4608, 14, 192_000, 6, 24, 0xf_0000_0001L));
        assertThat(FlacStreamInfo.parse(Arrays.copyOf(body, 17))).isEmpty();
    }

    @Test
    void streamInfoWithoutRateHasNoLength() {
        assertThat(new FlacStreamInfo(0, 0, 0, 0, 1, 16, 1000).seconds()).isZero();
        assertThat(new FlacStreamInfo(0, 0, 0, 44_100, 1, 16, 22_050).seconds()).isEqualTo(0.5);
    }

    @Test
    void opusHeadIsTheSameInOggAndInMp4() {
        byte[] packet = new ComposedMedia()
                .ascii("OpusHead")
                .u8(1, 6)
                .le(2, 312)
                .le(4, 44_100)
                .le(2, 0)
                .u8(1)
                .bytes();
        byte[] box = new ComposedMedia()
                .u8(0, 6)
                .be(2, 312)
                .be(4, 44_100)
                .be(2, 0)
                .u8(1)
                .bytes();
        OpusHead expected = new OpusHead(6, 312, 44_100, 1);
        assertThat(OpusHead.parse(packet)).contains(expected);
        assertThat(OpusHead.parseBox(box)).contains(expected);
        packet[8] = 0x10;
        assertThat(OpusHead.parse(packet)).isEmpty();
    }

    @Test
    void opusRateIsTheInputsWhereItIsKnown() {
        assertThat(new OpusHead(2, 312, 8_000, 0).sampleRate()).isEqualTo(8_000);
        assertThat(new OpusHead(2, 312, 0, 0).sampleRate()).isEqualTo(48_000);
    }

    @Test
    void vorbisDeclaresThreeRatesAndTwoBlockSizes() {
        byte[] packet = new ComposedMedia()
                .ascii("\u0001vorbis")
                .le(4, 0)
                .u8(2)
                .le(4, 44_100)
                .le(4, 128_000)
                .le(4, 128_000)
                .le(4, 128_000)
                .u8(0xb8, 1)
                .bytes();
        VorbisHeader header = VorbisHeader.parse(packet).orElseThrow();
        assertThat(header).isEqualTo(new VorbisHeader(2, 44_100, 128_000, 128_000, 128_000, 256, 2048));
        assertThat(header.isConstant()).isTrue();
        packet[7] = 1;
        assertThat(VorbisHeader.parse(packet)).isEmpty();
    }

    @Test
    void speexHeaderIsEightyBytes() {
        byte[] packet = new ComposedMedia()
                .ascii("Speex   ")
                .zeros(20)
                .le(4, 1)
                .le(4, 80)
                .le(4, 16_000)
                .le(4, 1)
                .le(4, 4)
                .le(4, 2)
                .le(4, -1)
                .le(4, 320)
                .le(4, 1)
                .le(4, 3)
                .zeros(12)
                .bytes();
        assertThat(packet).hasSize(80);
        assertThat(SpeexHeader.parse(packet)).contains(new SpeexHeader(16_000, 1, 2, -1, 320, true, 3));
        assertThat(SpeexHeader.parse(Arrays.copyOf(packet, 79))).isEmpty();
    }
}
