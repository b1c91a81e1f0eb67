package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.source.Cost;
import io.releasemedia.source.SourceSettings;
import io.releasemedia.source.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a probe may ask a server for when a file is large, and that it answers as if it had all of it. */
class RemoteCostTest {

    private static final int KB = 1024;

    /** MPEG-1 layer III at 44.1 kHz, stereo: kbit/s by bit rate index. */
    private static final int[] KBPS = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};

    private final Prober prober = new Prober(Duration.ofSeconds(20));
    private final Sources sources = new Sources(SourceSettings.of(List.of("127.0.0.0/8"), Map.of()));

    @AfterEach
    void close() {
        prober.close();
        sources.close();
    }

    @Test
    void largeWav() throws IOException {
        byte[] header = Arrays.copyOf(Seeds.file("tone.wav"), 44);
        byte[] file = Arrays.copyOf(header, 50 << 20);
        putLittleEndian(file, 4, file.length - 8);
        System.arraycopy(Seeds.ascii("data"), 0, file, 36, 4);
        putLittleEndian(file, 40, file.length - 44);

        ProbeResult result = check(file, 16 * KB, 2);

        assertThat(result.metadata().get("duration")).hasToString("3276.797");
    }

    @Test
    void flacWithACover() throws IOException {
        byte[] plain = Seeds.file("tone.flac");
        // Behind "fLaC" and the stream info block of 4 + 34 bytes: a picture block.
        byte[] picture = new byte[4 + 3_500_000];
        putBigEndian(picture, 0, 6 << 24 | picture.length - 4);
        byte[] file = join(Arrays.copyOf(plain, 42), picture, Arrays.copyOfRange(plain, 42, plain.length));

        ProbeResult result = check(file, 24 * KB, 3);

        assertThat(result.metadata().get("duration")).hasToString("0.12");
    }

    @Test
    void flacWithPaddingBeforeACover() throws IOException {
        byte[] plain = Seeds.file("tone.flac");
        byte[] padding = new byte[4 + 20_000];
        putBigEndian(padding, 0, 1 << 24 | padding.length - 4);
        byte[] picture = new byte[4 + 3_500_000];
        putBigEndian(picture, 0, 6 << 24 | picture.length - 4);
        byte[] file = join(
                Arrays.copyOf(plain, 42),
                padding,
                picture,
                Arrays.copyOfRange(plain, 42, plain.length),
                new byte[2_000_000]);

        check(file, 24 * KB, 3);
    }

    @Test
    void oggOfOneHour() throws IOException {
        byte[] plain = Seeds.file("tone.ogg");
        int last = new String(plain, StandardCharsets.ISO_8859_1).lastIndexOf("OggS");
        byte[] middle = new byte[30 << 20];
        byte[] file = join(Arrays.copyOf(plain, last), middle, Arrays.copyOfRange(plain, last, plain.length));

        check(file, 100 * KB, 3);
    }

    @Test
    void mp3WhoseHeaderCountsItsFrames() throws IOException {
        byte[] sound = frames(new int[5000], 9);
        byte[] header = Arrays.copyOf(sound, 417);
        System.arraycopy(Seeds.ascii("Xing"), 0, header, 36, 4);
        putBigEndian(header, 40, 3);
        putBigEndian(header, 44, 5000);
        putBigEndian(header, 48, header.length + sound.length);

        ProbeResult result = check(join(id3v2(3 << 20), header, sound), 32 * KB, 3);

        assertThat(seconds(result)).isEqualTo(130.612);
    }

    @Test
    void constantBitRateMp3WithACover() throws IOException {
        ProbeResult result = check(join(id3v2(3 << 20), frames(new int[5000], 9)), 32 * KB, 3);

        assertThat(seconds(result)).isBetween(129.9, 131.3);
        assertThat(result.metadata()).containsEntry("bitrate", "128");
    }

    @Test
    void variableBitRateMp3WithoutAHeader() throws IOException {
        // Passages of some seconds around 112, 128 and 160 kbit/s, and frames that differ from their neighbours.
        Random random = new Random(5);
        int[] indexes = new int[20_000];
        int index = 9;
        for (int i = 0; i < indexes.length; i++) {
            index = random.nextInt(100) == 0 ? 8 + random.nextInt(3) : index;
            indexes[i] = index + random.nextInt(3) - 1;
        }
        byte[] file = frames(indexes, 0);

        ProbeResult result = check(file, 256 * KB, 112);

        double exact = 20_000 * 1152 / 44_100.0;
        assertThat(seconds(result)).isBetween(exact * 0.98, exact * 1.02);
        assertThat(result.metadata()).containsEntry("estimated", true);
    }

    @Test
    void longPassagesFromTheLowestToTheHighestRate() throws IOException {
        int[] indexes = new int[24_000];
        int[] passages = {3, 13, 5, 12, 1, 8};
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = passages[i / 4_000];
        }

        ProbeResult result = check(frames(indexes, 0), 256 * KB, 80);

        double exact = indexes.length * 1152 / 44_100.0;
        assertThat(seconds(result)).isBetween(exact * 0.98, exact * 1.02);
    }

    @Test
    void mp4WithItsIndexAtTheEnd() throws IOException {
        byte[] plain = Seeds.file("tone.m4a");
        int mdat = indexOf(plain, "mdat") - 4;
        int size = ByteBuffer.wrap(plain).getInt(mdat);
        int more = 8 << 20;
        byte[] file = join(
                Arrays.copyOf(plain, mdat + size),
                new byte[more],
                Arrays.copyOfRange(plain, mdat + size, plain.length));
        putBigEndian(file, mdat, size + more);

        ProbeResult result = check(file, 100 * KB, 4);

        assertThat(result.metadata()).containsEntry("codec", "aac").containsEntry("sampleRate", "8000");
    }

    /** Probes the file over HTTP; what the server counted may not exceed the limits. */
    private ProbeResult check(byte[] file, long bytes, int requests) throws IOException {
        try (RangeServer server = new RangeServer(file)) {
            ProbeResult result = prober.probe(() -> sources.open(server.url()), Expectation.NONE);

            assertThat(result.error()).isEmpty();
            assertThat(server.bytes()).as("bytes").isLessThanOrEqualTo(bytes);
            assertThat(server.requests()).as("requests").isLessThanOrEqualTo(requests);
            assertThat(result.cost()).isEqualTo(new Cost(server.bytes(), server.requests()));
            assertThat(answers(result)).isEqualTo(answers(local(file)));
            return result;
        }
    }

    private ProbeResult local(byte[] file) {
        return prober.probe(() -> MemorySource.local(file), Expectation.NONE);
    }

    /** What has to be the same, however the file is read; an estimate is checked apart. */
    private static Map<String, Object> answers(ProbeResult result) {
        Map<String, Object> answers = new TreeMap<>(result.metadata());
        if (answers.remove("estimated") != null
                || answers.get("codec").equals("mp3")
                        && answers.get("bitrateMode").equals("VBR")) {
            answers.remove("duration");
            answers.remove("bitrate");
        }
        return answers;
    }

    private static double seconds(ProbeResult result) {
        return Double.parseDouble(
                Objects.requireNonNull(result.metadata().get("duration")).toString());
    }

    /** Frames of these bit rate indexes, each plus {@code more}. */
    private static byte[] frames(int[] indexes, int more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int index : indexes) {
            byte[] frame = new byte[144 * KBPS[index + more] * 1000 / 44_100];
            putBigEndian(frame, 0, 0xfffb_0000 | index + more << 12);
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    private static byte[] id3v2(int size) {
        byte[] tag = new byte[10 + size];
        System.arraycopy(Seeds.ascii("ID3\4"), 0, tag, 0, 4);
        for (int i = 0; i < 4; i++) {
            tag[6 + i] = (byte) (size >> 7 * (3 - i) & 127);
        }
        return tag;
    }

    private static int indexOf(byte[] bytes, String ascii) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(ascii);
    }

    private static void putBigEndian(byte[] target, int at, int value) {
        ByteBuffer.wrap(target).putInt(at, value);
    }

    private static void putLittleEndian(byte[] target, int at, int value) {
        putBigEndian(target, at, Integer.reverseBytes(value));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
