package io.releasemedia.probe.format.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoSequenceTest {

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** The first bytes of streams that x264, x265 and FFmpeg wrote. */
    @ParameterizedTest
    @CsvSource({
        "h264, 0000000167f40028919b280f0044fc4e0220000003002000000641e30632c000, 1920, 1080",
        "h264, 0000000167f4000d919b28283f6022000003000200000300641e28532c000000, 320, 240",
        // 10 bits, 4:2:2, coded as fields.
        "h264, 00000001677a0028b6cd94078044fcb8088000000300800000190f8b16cb0000, 1920, 1080",
        "hevc, 0000000140010c01ffff01600000030090000003000003007895980900000001420101016000000300900000030000030078a003c08010e596566924caf0168080, 1920, 1080",
        "hevc, 000000014201010160000003009000000300000300 3ca00a080f165959a4932bc05a0200, 320, 240",
        "mpeg2video, 000001b378043834ffffe018000001b5144a0001, 1920, 1080",
        "mpeg1video, 000001b31400f024ffffe018000001b800080040, 320, 240"
    })
    void readsTheSize(String codec, String stream, int width, int height) {
        assertThat(VideoSequence.find(codec, hex(stream.replace(" ", "")))).hasValueSatisfying(found -> {
            assertThat(found.width()).isEqualTo(width);
            assertThat(found.height()).isEqualTo(height);
        });
    }

    @Test
    void readsTheFrameRateOfMpeg2() {
        assertThat(VideoSequence.find("mpeg2video", hex("000001b378043834ffffe018000001b5144a0001")))
                .hasValueSatisfying(found -> assertThat(found.frameRate()).isEqualTo(30_000 / 1001.0));
    }

    @Test
    void findsNothingInOtherBytes() {
        assertThat(VideoSequence.find("h264", hex("00000001680000000000000000000000")))
                .isEmpty();
        assertThat(VideoSequence.find("h264", new byte[100])).isEmpty();
        assertThat(VideoSequence.find("hevc", hex("000000014201010160000003"))).isEmpty();
        assertThat(VideoSequence.find("vp9", hex("000001b378043834ffffe018"))).isEmpty();
    }

    /** Sizes that no picture has, and codes that go on for ever. */
    @Test
    void refusesDamagedSets() {
        byte[] cut = hex("0000000167f40028919b");
        byte[] zeros = hex("0000000167640028" + "0001".repeat(60));

        assertThat(VideoSequence.find("h264", cut)).isEmpty();
        assertThat(VideoSequence.find("h264", zeros)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"XVID, mpeg4", "xvid, mpeg4", "H264, h264", "MJPG, mjpeg", "DIV3, msmpeg4v3", "dvsd, dvvideo"})
    void namesFourCharacterCodes(String code, String name) {
        assertThat(VideoFourCc.codec(code)).contains(name);
        assertThat(VideoFourCc.codec("????")).isEmpty();
        assertThat(VideoFourCc.codec("\0\0\0\0")).contains("rawvideo");
    }
}
