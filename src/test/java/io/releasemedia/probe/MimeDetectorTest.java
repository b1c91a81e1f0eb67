package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.source.ByteWindow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MimeDetectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE html><html><body>404</body></html> | text/html",
                "<html><head><title>Sign in</title></head></html> | text/html",
                "{\"error\":\"not found\"} | application/json",
                "[{\"error\":\"not found\"}] | application/json",
                "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error> | application/xml",
                "Not Found | text/plain",
                "%PDF-1.7 | application/pdf",
            })
    void namesWhatServersSendInsteadOfMedia(String content, String expected) throws IOException {
        assertThat(detect(Seeds.ascii(content)).mimeType()).isEqualTo(expected);
    }

    @Test
    void looksBehindId3v2Tags() throws IOException {
        byte[] file = join(id3v2(5000), id3v2(20), Seeds.file("tone.flac"));

        Detection detection = detect(file);

        assertThat(detection.mimeType()).isEqualTo("audio/flac");
        assertThat(detection.start()).isEqualTo(5010 + 30);
    }

    @Test
    void looksBehindAnApeTagAtTheStart() throws IOException {
        byte[] tag = new byte[32 + 100];
        System.arraycopy(Seeds.ascii("APETAGEX"), 0, tag, 0, 8);
        tag[12] = 100;

        assertThat(detect(join(tag, Seeds.musepack7()))).isEqualTo(new Detection("audio/x-musepack", 132, false));
    }

    @Test
    void holdsWhatFollowsAnId3v2TagForMpegAudioUnlessItHasAnotherName() throws IOException {
        assertThat(detect(join(id3v2(100), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
                        .mimeType())
                .isEqualTo("audio/mpeg");
        assertThat(detect(id3v2(100)).mimeType()).isEqualTo("audio/mpeg");
    }

    @Test
    void stepsOverZerosBehindAnId3v2Tag() throws IOException {
        assertThat(detect(join(id3v2(100), new byte[2000], Seeds.file("tone.mp3"))))
                .isEqualTo(new Detection("audio/mpeg", 2110, false));
    }

    @Test
    void findsMpegAudioBehindJunk() throws IOException {
        byte[] junk = new byte[3000];
        new Random(1).nextBytes(junk);
        assertThat(detect(join(junk, mpegFrames(8))).mimeType()).isEqualTo("audio/mpeg");
        assertThat(detect(join(Seeds.ascii("HTTP/1.0 200 OK\r\n\r\n".repeat(40)), mpegFrames(8)))
                        .mimeType())
                .isEqualTo("audio/mpeg");
    }

    @Test
    void findsFewFramesBehindJunkIfTheyEndTheFile() throws IOException {
        byte[] junk = Seeds.ascii("garbage\n");

        assertThat(detect(join(junk, mpegFrames(2))).mimeType()).isEqualTo("audio/mpeg");
        assertThat(detect(join(junk, mpegFrames(2), new byte[100])).mimeType()).isNotEqualTo("audio/mpeg");
        assertThat(detect(join(junk, mpegFrames(1))).mimeType()).isNotEqualTo("audio/mpeg");
    }

    /** A stream that was recorded begins with what is left of a frame, or with the server's greeting. */
    @Test
    void findsAacBehindJunk() throws IOException {
        byte[] stream = join(Seeds.file("tone.aac"), Seeds.file("tone.aac"), Seeds.file("tone.aac"));
        byte[] tail = Arrays.copyOfRange(stream, 20, stream.length);

        assertThat(detect(tail).mimeType()).isEqualTo("audio/aac");
        assertThat(detect(join(Seeds.ascii("ICY 200 OK\r\nicy-name: x\r\n\r\n"), stream))
                        .mimeType())
                .isEqualTo("audio/aac");
    }

    @Test
    void doesNotTakeAnArchiveForTheSongInIt() throws IOException {
        byte[] entry = new byte[38];
        System.arraycopy(new byte[] {'P', 'K', 3, 4, 10}, 0, entry, 0, 5);
        entry[26] = 8;
        System.arraycopy(Seeds.ascii("song.mp3"), 0, entry, 30, 8);

        assertThat(detect(join(entry, mpegFrames(8))).mimeType()).isEqualTo("application/zip");
    }

    @Test
    void doesNotTakeAByteOrderMarkForASyncWord() throws IOException {
        byte[] text =
                join(new byte[] {(byte) 0xff, (byte) 0xfe}, "hello, this is text".getBytes(StandardCharsets.UTF_16LE));
        assertThat(detect(text).mimeType()).startsWith("text/");
    }

    @Test
    void doesNotTakeNoiseForAudio() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            byte[] noise = new byte[100_000];
            new Random(seed).nextBytes(noise);
            noise[0] = 1;
            assertThat(detect(noise).mimeType()).as("seed %d", seed).isEqualTo(MimeDetector.UNKNOWN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tone.mp2, audio/mpeg",
        "tone.aac, audio/aac",
        "tone.ac3, audio/ac3",
        "tone.eac3, audio/eac3",
        "clip.ts, video/mp2t"
    })
    void tellsStreamsWithoutAContainerByTheirRhythm(String file, String expected) throws IOException {
        assertThat(detect(Seeds.file(file)).mimeType()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "word/document.xml, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xl/workbook.xml, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt/presentation.xml, application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "song.mp3, application/zip",
    })
    void looksAtTheFirstEntriesOfAZipFile(String entry, String expected) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("[Content_Types].xml", "_rels/.rels", entry)) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        assertThat(detect(out.toByteArray()).mimeType()).isEqualTo(expected);
    }

    private static Detection detect(byte[] bytes) throws IOException {
        return MimeDetector.detect(new ByteWindow(MemorySource.local(bytes)));
    }

    /** A tag with a body of zeros. */
    private static byte[] id3v2(int size) {
        byte[] tag = new byte[10 + size];
        System.arraycopy(
                new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, (byte) (size >> 7), (byte) (size & 127)}, 0, tag, 0, 10);
        return tag;
    }

    /** MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes each. */
    private static byte[] mpegFrames(int count) {
        byte[] frames = new byte[count * 417];
        for (int i = 0; i < count; i++) {
            frames[i * 417] = (byte) 0xff;
            frames[i * 417 + 1] = (byte) 0xfb;
            frames[i * 417 + 2] = (byte) 0x90;
        }
        return frames;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
