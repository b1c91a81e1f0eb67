package io.releasemedia.probe.format.asf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.wav.MediaBytes;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsfReaderTest {

    private static final String HEADER = "3026b2758e66cf11a6d900aa0062ce6c";
    private static final String FILE_PROPERTIES = "a1dcab8c47a9cf118ee400c00c205365";
    private static final String STREAM_PROPERTIES = "9107dcb7b7a9cf118ee600c00c205365";
    private static final String HEADER_EXTENSION = "b503bf5f2ea9cf118ee300c00c205365";
    private static final String EXTENDED_STREAM = "cba5e61472c632438399a96952065b5a";
    private static final String AUDIO = "409e69f84d5bcf11a8fd00805f5c442b";
    private static final String VIDEO = "c0ef19bc4d5bcf11a8fd00805f5c442b";
    private static final String CONTENT = "3326b2758e66cf11a6d900aa0062ce6c";

    private final AsfReader reader = new AsfReader();

    @ParameterizedTest
    @CsvSource({
        "352, wmav1, false",
        "353, wmav2, false",
        "354, wmapro, false",
        "355, wmalossless, true",
        "10, wmavoice, false",
    })
    void readsAnAudioStream(int tag, String codec, boolean lossless) throws IOException {
        Facts facts = asf(fileProperties(10, 0), audio(1, tag, 16000)).read(reader);

        assertThat(facts.get(Field.MIME_TYPE)).contains("audio/x-ms-wma");
        assertThat(facts.get(Field.CODEC)).contains(codec);
        assertThat(facts.get(Field.LOSSLESS)).contains(lossless);
        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("7"));
        assertThat(facts.get(Field.BITRATE)).contains("128");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
    }

    @Test
    void readsVideoWithTheFrameRateOfItsOwnStream() throws IOException {
        byte[] extension = extension(extended(1, 111, 0, new byte[0]), extended(2, 222, 400_000, new byte[0]));

        Facts facts = asf(audio(1, 353, 16000), extension, fileProperties(10, 0), video(2, "WVC1"))
                .read(reader);

        assertThat(facts.get(Field.MIME_TYPE)).contains("video/x-ms-wmv");
        assertThat(facts.get(Field.CODEC)).contains("vc1");
        assertThat(facts.get(Field.AUDIO_CODEC)).contains("wmav2");
        assertThat(facts.get(Field.WIDTH)).contains(320L);
        assertThat(facts.get(Field.HEIGHT)).contains(240L);
        assertThat(facts.get(Field.FRAME_RATE)).contains(new BigDecimal("25"));
    }

    @Test
    void readsAStreamThatIsDescribedInsideTheExtension() throws IOException {
        byte[] extension = extension(extended(1, 64000, 0, audio(1, 353, 0)));

        Facts facts = asf(fileProperties(10, 0), extension).read(reader);

        assertThat(facts.get(Field.CODEC)).contains("wmav2");
        assertThat(facts.get(Field.BITRATE)).contains("64");
    }

    @Test
    void skipsPicturesInTheHeader() throws IOException {
        MediaBytes file = asf(fileProperties(10, 0), object(CONTENT, new byte[2 << 20]), audio(1, 353, 16000));

        Facts facts = file.read(reader);

        assertThat(facts.get(Field.CODEC)).contains("wmav2");
        assertThat(file.cost().bytesRead()).isLessThan(16 << 10);
    }

    @Test
    void asksTheLastPacketOfAStreamThatWasNeverFinished() throws IOException {
        MediaBytes file = asf(fileProperties(3, 1), audio(1, 353, 16000)).zeros(50);
        for (int packet = 0; packet < 3; packet++) {
            // Error correction, one byte of padding length, property flags, padding, send time, duration.
            file.hex("820000 08 5d 00").u32le(packet * 1000L).u16le(1000).zeros(100 - 12);
        }

        Facts facts = file.read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("3"));
        assertThat(file.cost().requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void takesTheBitRateOfMp3FromItsFirstFrame() throws IOException {
        MediaBytes file = asf(fileProperties(10, 0), audio(1, 0x55, 0)).zeros(70);

        Facts facts =
                file.hex("fffb9044").zeros(413 + 17).hex("fffb9044").zeros(99).read(reader);

        assertThat(facts.get(Field.BITRATE)).contains("128");
    }

    @Test
    void tellsATruncatedFile() throws IOException {
        MediaBytes whole = asf(fileProperties(10, 0), audio(1, 353, 16000)).zeros(50 + 5 * 100);

        assertThat(whole.read(reader).has(Field.TRUNCATED)).isFalse();
        assertThat(asf(fileProperties(10, 0), audio(1, 353, 16000))
                        .zeros(50 + 4 * 100)
                        .read(reader)
                        .get(Field.TRUNCATED))
                .contains(true);
    }

    @Test
    void keepsWhatWasSaidBeforeTheEnd() {
        MediaBytes file = new MediaBytes().hex(HEADER).i64le(99_999).u32le(9).u16le(0x0201);
        file.raw(audio(1, 353, 16000)).raw(fileProperties(10, 0)).hex(CONTENT).i64le(5000);
        Facts facts = new Facts();

        assertThatThrownBy(() -> file.read(reader, facts)).isInstanceOf(EOFException.class);
        assertThat(facts.get(Field.CODEC)).contains("wmav2");
        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("7"));
    }

    @Test
    void refusesWhatIsNoAsf() {
        assertThatThrownBy(() -> new MediaBytes().zeros(99).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> asf(fileProperties(10, 0)).read(reader)).isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> asf(new MediaBytes()
                                .hex(CONTENT)
                                .i64le(23)
                                .zeros(40)
                                .bytes())
                        .read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    private static MediaBytes asf(byte[]... objects) {
        MediaBytes body = new MediaBytes();
        for (byte[] object : objects) {
            body.raw(object);
        }
        MediaBytes file = new MediaBytes().hex(HEADER).i64le(30L + body.size()).u32le(objects.length);
        return file.u16le(0x0201).raw(body.bytes());
    }

    private static byte[] object(String guid, byte[] body) {
        return new MediaBytes().hex(guid).i64le(24L + body.length).raw(body).bytes();
    }

    /** Plays {@code seconds} with 3 s of preroll in 5 packets of 100 bytes. */
    private static byte[] fileProperties(long seconds, int flags) {
        MediaBytes body = new MediaBytes()
                .zeros(32)
                .i64le(5)
                .i64le(seconds * 10_000_000)
                .i64le(0)
                .i64le(3000);
        return object(
                FILE_PROPERTIES,
                body.u32le(flags).u32le(100).u32le(100).u32le(0xffff_ffffL).bytes());
    }

    private static byte[] audio(int number, int tag, int bytesPerSecond) {
        MediaBytes format = new MediaBytes()
                .u16le(tag)
                .u16le(2)
                .u32le(44100)
                .u32le(bytesPerSecond)
                .u16le(1)
                .u16le(16);
        return stream(AUDIO, number, format.u16le(0).bytes());
    }

    private static byte[] video(int number, String fourCc) {
        MediaBytes format =
                new MediaBytes().u32le(320).u32le(240).u8(2).u16le(40).u32le(40);
        format.u32le(320).u32le(240).u16le(1).u16le(24).ascii(fourCc).zeros(20);
        return stream(VIDEO, number, format.bytes());
    }

    private static byte[] stream(String type, int number, byte[] format) {
        MediaBytes body =
                new MediaBytes().hex(type).zeros(24).u32le(format.length).u32le(0);
        return object(STREAM_PROPERTIES, body.u16le(number).u32le(0).raw(format).bytes());
    }

    private static byte[] extended(int number, int bitrate, long frameTime, byte[] stream) {
        MediaBytes body = new MediaBytes()
                .zeros(16)
                .u32le(bitrate)
                .zeros(28)
                .u16le(number)
                .u16le(0)
                .i64le(frameTime);
        body.u16le(1).u16le(1).u16le(0).u16le(4).zeros(4).zeros(18).u32le(3).zeros(3);
        return object(EXTENDED_STREAM, body.raw(stream).bytes());
    }

    private static byte[] extension(byte[]... objects) {
        MediaBytes body = new MediaBytes().zeros(22);
        for (byte[] object : objects) {
            body.raw(object);
        }
        return object(HEADER_EXTENSION, body.bytes());
    }
}
