package io.releasemedia.probe.format.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.probe.format.wav.MediaBytes;
import org.junit.jupiter.api.Test;

class FirstFrameTest {

    /** MPEG 1 layer 3, 128 kbit/s, 44,100 Hz, joint stereo: frames of 417 bytes. */
    private static final String LAYER_3 = "fffb9044";

    @Test
    void findsAFrameBehindJunkAndBetweenAContainersPackets() {
        byte[] start = new MediaBytes()
                .zeros(9)
                .hex(LAYER_3)
                .zeros(413 + 17)
                .hex(LAYER_3)
                .bytes();

        assertThat(FirstFrame.find("mp3", start)).contains(new FirstFrame("mp3", 2, 44100, 16000, 0));
    }

    @Test
    void takesNoLoneSyncWordForAFrame() {
        byte[] start = new MediaBytes().zeros(9).hex(LAYER_3).zeros(600).bytes();

        assertThat(FirstFrame.find("mp3", start)).isEmpty();
    }

    @Test
    void correctsTheLayer() {
        byte[] start =
                new MediaBytes().hex("fffd8000").zeros(413).hex("fffd8000").bytes();

        assertThat(FirstFrame.find("mp3", start).orElseThrow().codec()).isEqualTo("mp2");
    }

    @Test
    void countsTheSamplesOfAVariableBitRate() {
        byte[] start = new MediaBytes()
                .hex(LAYER_3)
                .zeros(32)
                .ascii("Xing")
                .u32be(1)
                .u32be(100)
                .zeros(300)
                .bytes();

        FirstFrame frame = FirstFrame.find("mp3", start).orElseThrow();

        assertThat(frame.samples()).isEqualTo(115_200);
        assertThat(frame.bytesPerSecond()).isZero();
    }

    @Test
    void saysNothingAboutOtherCodecs() {
        assertThat(FirstFrame.find("wmav2", new MediaBytes().hex(LAYER_3).bytes()))
                .isEmpty();
    }
}
