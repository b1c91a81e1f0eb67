package io.releasemedia.probe.format.flv;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.hex;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.u16;
import static io.releasemedia.probe.format.mp4.ComposedFile.u32;
import static io.releasemedia.probe.format.mp4.ComposedFile.u64;
import static io.releasemedia.probe.format.mp4.ComposedFile.u8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.mp4.ComposedFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlvReaderTest {

    private static final byte[] AVC = hex("17 00 000000 01");
    private static final byte[] AAC = hex("af 00 1210");

    private final FlvReader reader = new FlvReader();

    private static byte[] header(int flags) {
        return join(ascii("FLV"), u8(1, flags), u32(9, 0));
    }

    private static byte[] tag(int type, long millis, byte[] data) {
        byte[] time = u8((int) (millis >> 16), (int) (millis >> 8), (int) millis, (int) (millis >> 24));
        byte[] size = u8(data.length >> 16, data.length >> 8, data.length);
        return join(u8(type), size, time, new byte[3], data, u32(11 + data.length));
    }

    private static byte[] number(String name, double value) {
        return join(u16(name.length()), ascii(name), u8(0), u64(Double.doubleToLongBits(value)));
    }

    private static byte[] script() {
        byte[] text = join(u16(7), ascii("encoder"), u8(2), u16(4), ascii("Lavf"));
        byte[] pairs = join(
                text,
                number("duration", 12.5),
                number("width", 640),
                number("height", 360),
                number("framerate", 30),
                number("audiodatarate", 125));
        return tag(18, 0, join(u8(2), u16(10), ascii("onMetaData"), u8(8), u32(6), pairs, u8(0, 0, 9)));
    }

    @Test
    void readsAVideo() throws IOException {
        Facts facts = ComposedFile.of(header(5), script(), tag(9, 0, AVC), tag(8, 0, AAC))
                .local(reader);

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "h264")
                .containsEntry(Field.AUDIO_CODEC, "aac")
                .containsEntry(Field.SAMPLE_RATE, "44100")
                .containsEntry(Field.CHANNELS, "2")
                .containsEntry(Field.BITRATE, "125")
                .containsEntry(Field.WIDTH, 640L)
                .containsEntry(Field.HEIGHT, 360L)
                .containsEntry(Field.FRAME_RATE, new BigDecimal("30"))
                .containsEntry(Field.DURATION, new BigDecimal("12.5"))
                .containsEntry(Field.MIME_TYPE, "video/x-flv");
    }

    static Stream<Arguments> sounds() {
        return Stream.of(
                Arguments.of(join(hex("2e fffb90c4"), new byte[413]), "mp3", "44100", "1"),
                Arguments.of(hex("3f 0000"), "pcm_s16le", "44100", "2"),
                Arguments.of(hex("10 0000"), "adpcm_swf", "5512", "1"),
                Arguments.of(hex("82 0000"), "pcm_mulaw", "8000", "1"),
                Arguments.of(hex("b2 0000"), "speex", "16000", "1"));
    }

    @ParameterizedTest
    @MethodSource("sounds")
    void readsSound(byte[] data, String codec, String rate, String channels) throws IOException {
        Facts facts =
                ComposedFile.of(header(4), tag(8, 0, data), tag(8, 20, data)).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.CODEC, codec)
                .containsEntry(Field.SAMPLE_RATE, rate)
                .containsEntry(Field.CHANNELS, channels);
    }

    static Stream<Arguments> pictures() {
        String sps = "67f4000d919b28283f6022000003000200000300641e28532c";
        return Stream.of(
                Arguments.of("17 00 000000 01f4000dff e1 0019" + sps + "01 0000", "h264", 320, 240),
                Arguments.of("12 000084 00 28 1e 00 00 00", "flv1", 80, 60),
                Arguments.of("12 000084 00 80 80 80 42 00 00", "flv1", 257, 132),
                Arguments.of("12 000084 02 80 00 00 00", "flv1", 320, 240));
    }

    /** As streams are recorded: no script tag comes before the pictures. */
    @ParameterizedTest
    @MethodSource("pictures")
    void takesTheSizeFromThePictures(String data, String codec, long width, long height) throws IOException {
        byte[] picture = hex(data);
        Facts facts = ComposedFile.of(header(1), tag(9, 0, picture), tag(9, 40, picture))
                .local(reader);

        assertThat(facts.values())
                .containsEntry(Field.CODEC, codec)
                .containsEntry(Field.WIDTH, width)
                .containsEntry(Field.HEIGHT, height);
    }

    /** Recorders that are cut off have no duration in front. */
    @Test
    void takesTheTimeOfTheLastTag() throws IOException {
        Facts facts = ComposedFile.of(header(5), tag(9, 0, AVC), tag(8, 0, AAC), tag(9, 0x1020304, new byte[9]))
                .local(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("16909.06"));
    }

    @Test
    void refusesOtherFiles() {
        assertThatThrownBy(() -> ComposedFile.of(ascii("OggS"), new byte[99]).local(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> ComposedFile.of(header(5), new byte[4]).local(reader))
                .isInstanceOf(MalformedMediaException.class);
    }
}
