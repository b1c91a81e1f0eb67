package io.releasemedia.probe.format.matroska;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.hex;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.le32;
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
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MatroskaReaderTest {

    private static final byte[] UNKNOWN_SIZE = hex("01ffffffffffffff");

    private final MatroskaReader reader = new MatroskaReader();

    /** An element with a size of 4 bytes. */
    private static byte[] element(String id, byte[]... body) {
        byte[] bytes = join(body);
        return join(hex(id), u32(0x10000000L | bytes.length), bytes);
    }

    private static byte[] header(String docType) {
        return element("1a45dfa3", element("4282", ascii(docType)));
    }

    private static byte[] info(double ticks) {
        return element(
                "1549a966", element("2ad7b1", u32(1_000_000)), element("4489", u64(Double.doubleToLongBits(ticks))));
    }

    private static byte[] audioTrack(String codec, double rate, int channels, int bits, byte[]... more) {
        byte[] audio = element(
                "e1",
                element("b5", u32(Float.floatToIntBits((float) rate))),
                element("9f", u8(channels)),
                bits > 0 ? element("6264", u8(bits)) : u8());
        return element(
                "ae",
                element("d7", u8(1)),
                element("73c5", u8(77)),
                element("83", u8(2)),
                element("86", ascii(codec)),
                audio,
                join(more));
    }

    private static byte[] videoTrack(String codec, byte[]... more) {
        byte[] video = element("e0", element("b0", u16(1280)), element("ba", u16(720)));
        return element(
                "ae", element("d7", u8(2)), element("83", u8(1)), element("86", ascii(codec)), video, join(more));
    }

    private static byte[] tracks(byte[]... entries) {
        return element("1654ae6b", entries);
    }

    private static byte[] block(int track, int time, byte[] frame) {
        return element("a3", u8(0x80 | track), u16(time), u8(0x80), frame);
    }

    private static byte[] cluster(int time, byte[]... blocks) {
        return element("1f43b675", element("e7", u16(time)), join(blocks));
    }

    private Facts read(byte[]... segment) throws IOException {
        return ComposedFile.of(header("matroska"), element("18538067", segment)).local(reader);
    }

    static Stream<Arguments> sounds() {
        byte[] vorbis = join(u8(1), ascii("vorbis"), le32(0), u8(2), le32(44_100, 0, 112_000, 0), u8(0xb8, 1));
        byte[] laced = join(u8(2, vorbis.length, 3), vorbis, new byte[10]);
        byte[] flac = join(
                ascii("fLaC"), u8(0x80, 0, 0, 34), u16(4096, 4096), new byte[6], hex("1770037000000000"), new byte[16]);
        byte[] opus = join(ascii("OpusHead"), u8(1, 6), hex("3801 44ac0000 0000 01"));
        byte[] wave = hex("0200 0200 44ac0000 00fa0000 0004 0400 0000");
        return Stream.of(
                Arguments.of("A_PCM/INT/LIT", 48_000, 2, 24, u8(), "pcm_s24le", "48000", "2", "2304"),
                Arguments.of("A_PCM/INT/BIG", 48_000, 1, 16, u8(), "pcm_s16be", "48000", "1", "768"),
                Arguments.of("A_PCM/FLOAT/IEEE", 44_100, 2, 32, u8(), "pcm_f32le", "44100", "2", "2822"),
                Arguments.of("A_VORBIS", 1, 1, 0, laced, "vorbis", "44100", "2", "112"),
                Arguments.of("A_FLAC", 1, 1, 0, flac, "flac", "96000", "2", "8"),
                Arguments.of("A_OPUS", 1, 1, 0, opus, "opus", "48000", "6", "8"),
                Arguments.of("A_AAC", 22_050, 1, 0, hex("138856e5a5"), "aac", "44100", "1", "8"),
                Arguments.of("A_AAC/MPEG4/LC", 44_100, 2, 0, u8(), "aac", "44100", "2", "8"),
                Arguments.of("A_MS/ACM", 1, 1, 0, wave, "adpcm_ms", "44100", "2", "512"),
                Arguments.of("A_TTA1", 44_100, 2, 16, u8(), "tta", "44100", "2", "8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sounds")
    void readsSound(
            String id,
            double rate,
            int channels,
            int bits,
            byte[] data,
            String codec,
            String hertz,
            String count,
            String kbps)
            throws IOException {
        byte[] track = audioTrack(id, rate, channels, bits, element("63a2", data));

        Facts facts =
                read(info(1000), tracks(track), cluster(0, block(1, 0, new byte[500]), block(1, 500, new byte[500])));

        assertThat(facts.values())
                .containsEntry(Field.CODEC, codec)
                .containsEntry(Field.SAMPLE_RATE, hertz)
                .containsEntry(Field.CHANNELS, count)
                .containsEntry(Field.BITRATE, kbps)
                .containsEntry(Field.DURATION, BigDecimal.ONE)
                .containsEntry(Field.MIME_TYPE, "audio/x-matroska")
                .doesNotContainKey(Field.WIDTH);
    }

    @Test
    void readsAVideo() throws IOException {
        Facts facts = read(
                info(61_500),
                tracks(
                        videoTrack("V_MPEG4/ISO/AVC", element("23e383", u32(41_708_333))),
                        audioTrack("A_AC3", 48_000, 6, 0)),
                cluster(
                        0,
                        block(2, 0, new byte[3000]),
                        block(1, 0, hex("0b77 0000 1e 40 e1 00 00 00 00 00 00 00 00 00"))));

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "h264")
                .containsEntry(Field.AUDIO_CODEC, "ac3")
                .containsEntry(Field.BITRATE, "448")
                .containsEntry(Field.WIDTH, 1280L)
                .containsEntry(Field.HEIGHT, 720L)
                .containsEntry(Field.FRAME_RATE, new BigDecimal("23.976"))
                .containsEntry(Field.DURATION, new BigDecimal("61.5"))
                .containsEntry(Field.MIME_TYPE, "video/x-matroska");
    }

    @Test
    void tellsWebM() throws IOException {
        byte[] segment =
                element("18538067", info(1000), tracks(videoTrack("V_VP9"), audioTrack("A_OPUS", 48_000, 2, 0)));

        Facts facts = ComposedFile.of(header("webm"), segment).local(reader);

        assertThat(facts.values()).containsEntry(Field.MIME_TYPE, "video/webm").containsEntry(Field.CODEC, "vp9");
    }

    private static byte[] bitrateTag(String name, String value) {
        return element(
                "1254c367",
                element(
                        "7373",
                        element("63c0", element("63c5", u8(77))),
                        element("67c8", element("45a3", ascii(name)), element("4487", ascii(value)))));
    }

    @Test
    void trustsStatistics() throws IOException {
        byte[] track = audioTrack("A_OPUS", 48_000, 2, 0);
        byte[] cluster = cluster(0, block(1, 0, new byte[12_000]));

        assertThat(read(info(1000), tracks(track), bitrateTag("BPS-eng", "95500"), cluster)
                        .get(Field.BITRATE))
                .contains("96");
        // More than the whole file has: of another file.
        assertThat(read(info(1000), tracks(track), bitrateTag("BPS", "955000"), cluster)
                        .get(Field.BITRATE))
                .contains("96");
        assertThat(read(info(1000), tracks(track), bitrateTag("BPS", "many"), cluster)
                        .get(Field.BITRATE))
                .contains("96");
    }

    /** The seek head leads to tags behind the clusters. */
    @Test
    void findsStatisticsAtTheEndOfARemoteFile() throws IOException {
        byte[] head = join(info(100_000), tracks(audioTrack("A_AAC", 44_100, 2, 0)));
        long position = 50L + head.length + 9_000_000;
        byte[] seek =
                element("114d9b74", element("4dbb", element("53ab", hex("1254c367")), element("53ac", u32(position))));
        byte[] filler = join(hex("ec"), u32(0x10000000L | (50 - seek.length - 5)), new byte[50 - seek.length - 5]);
        byte[] start = join(seek, filler, head, hex("1f43b675"), u32(0x10000000L | 9_000_000 - 8));
        byte[] tags = bitrateTag("BPS", "128000");
        ComposedFile file = ComposedFile.of(
                        header("matroska"),
                        hex("18538067"),
                        u32(0x10000000L | start.length + 9_000_000 - 8 + tags.length),
                        start)
                .gap(9_000_000 - 8)
                .add(tags);

        assertThat(file.remote(reader).get(Field.BITRATE)).contains("128");
        assertThat(file.cost().requests()).isLessThanOrEqualTo(2);
    }

    /** As a recorder writes it that cannot go back: no duration, no sizes. */
    @Test
    void readsALiveFile() throws IOException {
        byte[] live = join(
                hex("1f43b675"),
                UNKNOWN_SIZE,
                element("e7", u16(0)),
                block(1, 0, new byte[100]),
                block(1, 20, new byte[100]));
        byte[] more = join(
                hex("1f43b675"),
                UNKNOWN_SIZE,
                element("e7", u16(2000)),
                block(1, 0, new byte[100]),
                block(1, 980, new byte[100]));
        byte[] start = join(
                element("1549a966", element("2ad7b1", u32(1_000_000))), tracks(audioTrack("A_OPUS", 48_000, 2, 0)));
        ComposedFile file = ComposedFile.of(header("webm"), hex("18538067"), UNKNOWN_SIZE, start, live, more);

        Facts facts = file.local(reader);

        // The last block starts at 2.98 s and lasts as long as the others on average.
        assertThat((BigDecimal) facts.get(Field.DURATION).orElseThrow())
                .isBetween(new BigDecimal("2.98"), new BigDecimal("4"));
        assertThat(facts.get(Field.BITRATE)).contains("1");
        assertThat(facts.get(Field.MIME_TYPE)).contains("audio/webm");
    }

    @Test
    void findsTheEndOfALongLiveFileWithTwoRequests() throws IOException {
        byte[] start = join(element("1549a966"), tracks(videoTrack("V_VP8", element("23e383", u32(40_000_000)))));
        byte[] last = join(hex("1f43b675"), UNKNOWN_SIZE, element("e7", u32(3_600_000)), block(2, 40, new byte[1000]));
        ComposedFile file = ComposedFile.of(
                        header("webm"), hex("18538067"), UNKNOWN_SIZE, start, cluster(0, block(2, 0, new byte[9])))
                .gap(90_000_000)
                .add(last);

        assertThat(file.remote(reader).get(Field.DURATION)).contains(new BigDecimal("3600.04"));
        assertThat(file.cost().requests()).isLessThanOrEqualTo(2);
        assertThat(file.cost().bytesRead()).isLessThanOrEqualTo(80_000);
    }

    /** Blocks with several frames count without the table of their sizes. */
    @Test
    void leavesOutLacing() throws IOException {
        byte[] fixed = element("a3", u8(0x81), u16(0), u8(0x84), u8(3), new byte[4000]);
        byte[] xiph = element("a3", u8(0x81), u16(500), u8(0x82), u8(1, 255, 245), new byte[1000]);
        byte[] ebml = element("a3", u8(0x81), u16(600), u8(0x86), u8(1), hex("41f4"), new byte[1000]);

        Facts facts = read(info(1000), tracks(audioTrack("A_AAC", 44_100, 2, 0)), cluster(0, fixed, xiph, ebml));

        assertThat(facts.get(Field.BITRATE)).contains("48");
    }

    @Test
    void putsBackWhatHeaderStrippingTookAway() throws IOException {
        byte[] compression = element("5034", element("4254", u8(3)), element("4255", hex("fffb")));
        byte[] track = audioTrack("A_MPEG/L3", 44_100, 2, 0, element("6d80", element("6240", compression)));

        Facts facts = read(info(1000), tracks(track), cluster(0, block(1, 0, join(hex("90c4"), new byte[413]))));

        assertThat(facts.get(Field.BITRATE)).contains("128");
    }

    @Test
    void keepsWhatATruncatedFileDeclares() throws IOException {
        byte[] segment = element(
                "18538067", info(5000), tracks(audioTrack("A_PCM/INT/LIT", 44_100, 2, 16)), cluster(0, new byte[5000]));

        Facts facts = ComposedFile.of(header("matroska"), segment).cutAt(400).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.DURATION, new BigDecimal("5"))
                .containsEntry(Field.BITRATE, "1411")
                .containsEntry(Field.TRUNCATED, true);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("no header", ascii("RIFF....AVI ....")),
                Arguments.of("no segment", header("matroska")),
                Arguments.of("no tracks", join(header("matroska"), element("18538067", info(1)))),
                Arguments.of(
                        "subtitles",
                        join(header("matroska"), element("18538067", tracks(element("ae", element("83", u8(17))))))),
                Arguments.of("garbage", join(header("matroska"), element("18538067", new byte[100]))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesWhatHasNoTracks(String name, byte[] bytes) {
        assertThatThrownBy(() -> ComposedFile.of(bytes).local(reader)).isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void saysThatTracksBreakOff() {
        byte[] segment = element("18538067", info(5000), tracks(audioTrack("A_FLAC", 44_100, 2, 16)));
        ComposedFile file =
                ComposedFile.of(header("matroska"), segment).cutAt(header("matroska").length + segment.length - 3);
        Facts facts = new Facts();

        assertThatThrownBy(() -> file.read(reader, false, facts)).isInstanceOf(EOFException.class);
        assertThat(facts.has(Field.DURATION)).isTrue();
    }
}
