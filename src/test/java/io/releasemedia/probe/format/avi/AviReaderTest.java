package io.releasemedia.probe.format.avi;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.hex;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.le32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.mp4.ComposedFile;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AviReaderTest {

    private static final byte[] PCM = hex("0100 0200 44ac0000 10b10200 0400 1000");
    /** MP3 whose byte rate the writer did not know. */
    private static final byte[] MP3 = hex("5500 0200 44ac0000 00000000 0100 0000 0000");

    private final AviReader reader = new AviReader();

    private static byte[] chunk(String type, byte[]... body) {
        byte[] bytes = join(body);
        return join(ascii(type), le32(bytes.length), bytes, new byte[bytes.length & 1]);
    }

    private static byte[] list(String kind, byte[]... body) {
        return chunk("LIST", ascii(kind), join(body));
    }

    private static byte[] stream(String type, String handler, long scale, long rate, long length, byte[] format) {
        byte[] header = chunk("strh", ascii(type), ascii(handler), le32(0, 0, 0, scale, rate, 0, length), new byte[20]);
        return list("strl", header, chunk("strf", format));
    }

    private static byte[] video(String compression, long height, long length) {
        byte[] format = join(le32(40, 720, height, 0x180001), ascii(compression), new byte[20]);
        return stream("vids", compression, 1001, 30_000, length, format);
    }

    private static byte[] sound(byte[] format) {
        return stream("auds", "\0\0\0\0", 1, 44_100, 441_000, format);
    }

    private static byte[] avi(byte[] headers, byte[] movie) {
        byte[] main = chunk("avih", le32(33_367, 0, 0, 0, 300, 0, 2, 0, 720, 480), new byte[16]);
        return chunk("RIFF", ascii("AVI "), list("hdrl", main, headers), chunk("JUNK", new byte[3]), movie);
    }

    private static byte[] movie() {
        return list("movi", chunk("00dc", new byte[700]), chunk("01wb", hex("fffb90c4"), new byte[413]));
    }

    @Test
    void readsPicturesAndSound() throws IOException {
        Facts facts = ComposedFile.of(avi(join(video("XVID", 480, 300), sound(PCM)), movie()))
                .local(reader);

        assertThat(facts.values())
                .containsEntry(Field.MIME_TYPE, "video/x-msvideo")
                .containsEntry(Field.CODEC, "mpeg4")
                .containsEntry(Field.WIDTH, 720L)
                .containsEntry(Field.HEIGHT, 480L)
                .containsEntry(Field.FRAME_RATE, new BigDecimal("29.97"))
                .containsEntry(Field.DURATION, new BigDecimal("10.01"))
                .containsEntry(Field.AUDIO_CODEC, "pcm_s16le")
                .containsEntry(Field.CHANNELS, "2")
                .containsEntry(Field.SAMPLE_RATE, "44100")
                .containsEntry(Field.BITRATE, "1411")
                .doesNotContainKey(Field.TRUNCATED);
    }

    @Test
    void readsPicturesFromTheTop() throws IOException {
        Facts facts = ComposedFile.of(avi(video("H264", -480, 300), movie())).local(reader);

        assertThat(facts.values()).containsEntry(Field.HEIGHT, 480L).containsEntry(Field.CODEC, "h264");
    }

    /** OpenDML says how many frames there are in all parts of the file. */
    @Test
    void readsTheFramesOfAllParts() throws IOException {
        byte[] all = list("odml", chunk("dmlh", le32(30_000)));

        Facts facts = ComposedFile.of(avi(join(video("DX50", 480, 300), all), movie()))
                .local(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1001"));
    }

    @Test
    void takesTheBitRateOfTheFirstFrame() throws IOException {
        byte[] file = avi(join(video("XVID", 480, 300), sound(MP3)), movie());

        assertThat(ComposedFile.of(file).local(reader).values())
                .containsEntry(Field.AUDIO_CODEC, "mp3")
                .containsEntry(Field.BITRATE, "128");
    }

    @Test
    void readsSoundAlone() throws IOException {
        Facts facts = ComposedFile.of(avi(sound(PCM), movie())).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "pcm_s16le")
                .containsEntry(Field.DURATION, BigDecimal.TEN);
    }

    @Test
    void readsTheStartOfALargeFileOnly() throws IOException {
        ComposedFile file =
                ComposedFile.of(avi(video("XVID", 480, 300), movie())).gap(700_000_000);

        file.remote(reader);

        assertThat(file.cost().requests()).isEqualTo(1);
    }

    @Test
    void keepsTheHeadersOfATruncatedFile() throws IOException {
        byte[] file = avi(join(video("XVID", 480, 300), sound(PCM)), movie());

        Facts facts = ComposedFile.of(file).cutAt(file.length - 1000).local(reader);

        assertThat(facts.values()).containsEntry(Field.TRUNCATED, true).containsEntry(Field.BITRATE, "1411");
    }

    @Test
    void refusesOtherFiles() {
        assertThatThrownBy(() -> ComposedFile.of(ascii("OggS"), new byte[99]).local(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> ComposedFile.of(chunk("RIFF", ascii("WAVE"))).local(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> ComposedFile.of(avi(new byte[0], movie())).local(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> ComposedFile.of(ascii("RIFF")).local(reader)).isInstanceOf(EOFException.class);
    }
}
