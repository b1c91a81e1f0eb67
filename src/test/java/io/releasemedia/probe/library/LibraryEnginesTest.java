package io.releasemedia.probe.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.source.Budget;
import io.releasemedia.source.LocalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryEnginesTest {

    private static final Path MEDIA = Path.of("src", "test", "resources", "media");

    @TempDir
    Path folder;

    @Test
    void jaudiotaggerReadsByTypeWhateverTheName() throws IOException {
        Path misnamed = Files.copy(MEDIA.resolve("tone.flac"), folder.resolve("tone.mp3"));

        Facts facts = read(new JaudiotaggerEngine(), misnamed, "audio/flac");

        assertThat(facts.get(Field.SAMPLE_RATE)).contains("8000");
        assertThat(facts.get(Field.CHANNELS)).contains("1");
        assertThat(facts.get(Field.CODEC)).contains("flac");
    }

    @Test
    void jaudiotaggerReadsRealMedia() throws IOException {
        Path file = Files.write(folder.resolve("song.ra"), realMedia(20_000, 12_345));

        Facts facts = read(new JaudiotaggerEngine(), file, "application/vnd.rn-realmedia");

        assertThat(facts.get(Field.DURATION).orElseThrow()).hasToString("12");
        assertThat(facts.get(Field.BITRATE)).contains("20");
    }

    @Test
    void jaudiotaggerSaysWhatItCannotRead() throws IOException {
        Path file = Files.write(folder.resolve("broken.flac"), new byte[100]);

        assertThatThrownBy(() -> read(new JaudiotaggerEngine(), file, "audio/flac"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("jaudiotagger: ");
    }

    @Test
    void tikaReadsImagesThatNoReaderAnswers() throws IOException {
        // Wireless bitmap: type 0, width 0x82 0x2c = 300, height 5.
        byte[] bitmap = new byte[5 + 38 * 5];
        System.arraycopy(new byte[] {0, 0, (byte) 0x82, 0x2c, 5}, 0, bitmap, 0, 5);
        Path file = Files.write(folder.resolve("picture.wbmp"), bitmap);

        Facts facts = read(new TikaEngine(), file, "image/vnd.wap.wbmp");

        assertThat(facts.get(Field.WIDTH)).contains(300L);
        assertThat(facts.get(Field.HEIGHT)).contains(5L);
    }

    @Test
    void pdfboxRejectsWhatIsNoPdf() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.4\nnothing follows");

        assertThatThrownBy(() -> read(new PdfEngine(), file, "application/pdf")).isInstanceOf(IOException.class);
    }

    private static Facts read(LibraryEngine engine, Path file, String mimeType) throws IOException {
        Facts facts = new Facts();
        try (LocalFile source = LocalFile.open(file, Budget.LOCAL)) {
            assertThat(engine.reads(mimeType, source)).isTrue();
            engine.read(source, mimeType, facts);
        }
        return facts;
    }

    /** The chunks {@code .RMF}, {@code PROP} and {@code CONT} of a RealMedia file. */
    private static byte[] realMedia(int bitsPerSecond, int milliseconds) {
        ByteBuffer out = ByteBuffer.allocate(400);
        out.put(ascii(".RMF")).putInt(18).putShort((short) 0).putInt(0).putInt(2);
        out.put(ascii("PROP")).putInt(50).putShort((short) 0);
        out.putInt(bitsPerSecond)
                .putInt(bitsPerSecond)
                .putInt(100)
                .putInt(100)
                .putInt(10)
                .putInt(milliseconds);
        out.putInt(0).putInt(0).putInt(200).putShort((short) 1).putShort((short) 0);
        out.put(ascii("CONT")).putInt(18).putShort((short) 0).putLong(0);
        return out.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
