package io.releasemedia.probe.format.mp4;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.box;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.u32;
import static io.releasemedia.probe.format.mp4.ComposedFile.u64;
import static io.releasemedia.probe.format.mp4.Movies.AAC_STEREO;
import static io.releasemedia.probe.format.mp4.Movies.aacTrack;
import static io.releasemedia.probe.format.mp4.Movies.esds;
import static io.releasemedia.probe.format.mp4.Movies.ftyp;
import static io.releasemedia.probe.format.mp4.Movies.hdlr;
import static io.releasemedia.probe.format.mp4.Movies.mdat;
import static io.releasemedia.probe.format.mp4.Movies.mdhd;
import static io.releasemedia.probe.format.mp4.Movies.mvhd;
import static io.releasemedia.probe.format.mp4.Movies.picture;
import static io.releasemedia.probe.format.mp4.Movies.sizes;
import static io.releasemedia.probe.format.mp4.Movies.sound;
import static io.releasemedia.probe.format.mp4.Movies.tables;
import static io.releasemedia.probe.format.mp4.Movies.tkhd;
import static io.releasemedia.probe.format.mp4.Movies.track;
import static io.releasemedia.probe.format.mp4.Movies.wide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Mp4ReaderTest {

    private final Mp4Reader reader = new Mp4Reader();

    private static byte[] aac(long declared) {
        return sound("mp4a", 2, 16, 44_100, esds(0x40, 0, declared, AAC_STEREO));
    }

    private static byte[] moov(byte[]... tracks) {
        return box("moov", mvhd(1000, 1000), join(tracks));
    }

    private static BigDecimal seconds(String value) {
        return new BigDecimal(value);
    }

    private static Object duration(Facts facts) {
        return facts.get(Field.DURATION).map(d -> ((BigDecimal) d).setScale(3)).orElseThrow();
    }

    private Facts audio(byte[] track) throws IOException {
        return ComposedFile.of(ftyp("M4A "), moov(track), mdat(16)).local(reader);
    }

    @Test
    void readsAnAudioFile() throws IOException {
        Facts facts = audio(aacTrack(aac(0), sizes(10, 1600)));

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "aac")
                .containsEntry(Field.SAMPLE_RATE, "44100")
                .containsEntry(Field.CHANNELS, "2")
                .containsEntry(Field.BITRATE, "128")
                .containsEntry(Field.MIME_TYPE, "audio/mp4")
                .containsEntry(Field.LOSSLESS, false)
                .doesNotContainKeys(Field.TRUNCATED, Field.WIDTH, Field.AUDIO_CODEC);
        assertThat(duration(facts)).isEqualTo(seconds("1.000"));
    }

    @Test
    void showsWhatTheEditListShows() throws IOException {
        byte[] entry = aac(0);
        byte[] edits = box("edts", box("elst", u32(0, 2, 100, 0xffffffffL, 1 << 16, 300, 0, 1 << 16)));
        byte[] track = track(1, "soun", mdhd(44_100, 44_100), tables(entry, 4410, sizes(10, 100)), edits);

        assertThat(duration(audio(track))).isEqualTo(seconds("0.400"));
    }

    @Test
    void doesNotBelieveAnEditListThatIsLongerThanTheMovie() throws IOException {
        byte[] edits = box("edts", box("elst", u32(0, 1, 44_100, 0, 1 << 16)));
        byte[] track = track(1, "soun", mdhd(44_100, 44_100), tables(aac(0), 4410, sizes(10, 100)), edits);

        assertThat(duration(audio(track))).isEqualTo(seconds("1.000"));
    }

    @Test
    void readsAVideo() throws IOException {
        byte[] video = track(1, "vide", mdhd(30_000, 60_060), tables(picture("avc1", 640, 360), 1001, sizes(60, 9)));
        byte[] sound = track(2, "soun", mdhd(44_100, 44_100), tables(aac(96_000), 4410, sizes(10, 1200)));
        byte[] moov = box("moov", mvhd(600, 1210), video, sound);

        Facts facts = ComposedFile.of(ftyp("isom"), moov).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "h264")
                .containsEntry(Field.AUDIO_CODEC, "aac")
                .containsEntry(Field.WIDTH, 640L)
                .containsEntry(Field.HEIGHT, 360L)
                .containsEntry(Field.FRAME_RATE, seconds("29.97"))
                .containsEntry(Field.DURATION, seconds("2.017"))
                .containsEntry(Field.BITRATE, "96")
                .containsEntry(Field.MIME_TYPE, "video/mp4");
    }

    static Stream<Arguments> brands() {
        return Stream.of(
                Arguments.of("mp42", "video/mp4"),
                Arguments.of("M4V ", "video/mp4"),
                Arguments.of("qt  ", "video/quicktime"),
                Arguments.of("3gp5", "video/3gpp"),
                Arguments.of("3g2a", "video/3gpp2"));
    }

    @ParameterizedTest
    @MethodSource("brands")
    void tellsVideosByTheirBrand(String brand, String type) throws IOException {
        byte[] video = track(1, "vide", mdhd(25, 25), tables(picture("hvc1", 64, 64), 1, sizes(25, 9)));

        assertThat(ComposedFile.of(ftyp(brand), moov(video)).local(reader).get(Field.MIME_TYPE))
                .contains(type);
    }

    @ParameterizedTest
    @CsvSource({"mp42, audio/mp4", "3gp4, audio/3gpp", "3g2a, audio/3gpp2"})
    void tellsSoundByItsBrand(String brand, String type) throws IOException {
        byte[] sound = track(1, "soun", mdhd(44_100, 44_100), tables(aac(0), 4410, sizes(10, 1600)));

        assertThat(ComposedFile.of(ftyp(brand), moov(sound)).local(reader).get(Field.MIME_TYPE))
                .contains(type);
    }

    @Test
    void doesNotTakeChapterPicturesForAVideo() throws IOException {
        byte[] chapters = box("tref", box("chap", u32(3)));
        byte[] sound = track(1, "soun", mdhd(44_100, 44_100), tables(aac(0), 4410, sizes(10, 1600)), chapters);
        byte[] pictures = track(3, "vide", mdhd(1, 600), tables(picture("jpeg", 500, 500), 60, sizes(10, 9)));

        Facts facts = ComposedFile.of(ftyp("M4B "), moov(sound, pictures)).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.MIME_TYPE, "audio/mp4")
                .containsEntry(Field.CODEC, "aac")
                .doesNotContainKey(Field.WIDTH);
    }

    @Test
    void doesNotTakeACoverForAVideo() throws IOException {
        byte[] cover = track(2, "vide", mdhd(1, 1), tables(picture("png ", 500, 500), 1, 9));

        Facts facts = ComposedFile.of(ftyp("isom"), moov(aacTrack(aac(0), sizes(10, 1600)), cover))
                .local(reader);

        assertThat(facts.get(Field.MIME_TYPE)).contains("audio/mp4");
    }

    @Test
    void readsWideSizesAndVersion1() throws IOException {
        byte[] mdhd = box("mdhd", u32(0x01000000), u64(0, 0), u32(44_100), u64(5_435_398_144L), u32(0));
        byte[] track = track(1, "soun", mdhd, tables(aac(64_000), 1024));
        byte[] movie = box("mvhd", u32(0x01000000), u64(0, 0), u32(44_100), u64(5_435_398_144L), new byte[80]);

        Facts facts = ComposedFile.of(ftyp("dash"), wide("mdat", new byte[100]), wide("moov", join(movie, track)))
                .local(reader);

        assertThat(duration(facts)).isEqualTo(seconds("123251.659"));
    }

    @Test
    void readsAMovieWithoutSizeToTheEnd() throws IOException {
        byte[] moov = moov(aacTrack(aac(0), sizes(10, 1600)));
        byte[] open = join(u32(0), Arrays.copyOfRange(moov, 4, moov.length));

        assertThat(ComposedFile.of(ftyp("M4A "), open).local(reader).get(Field.BITRATE))
                .contains("128");
    }

    /** The movie behind 50 MB of media, with large tables and a large cover. */
    @Test
    void readsLittleOfARemoteFile() throws IOException {
        byte[] tables = tables(aac(256_000), 1024, sizes(100_000, 743));
        byte[] sound = track(1, "soun", mdhd(44_100, 102_400_000), tables);
        byte[] cover = box("udta", box("meta", new byte[600_000]));
        ComposedFile file = ComposedFile.of(ftyp("M4A "), u32(50_000_008), ascii("mdat"))
                .gap(50_000_000)
                .add(box("moov", mvhd(44_100, 102_400_000), sound, cover));

        Facts facts = file.remote(reader);

        assertThat(file.cost().requests()).isLessThanOrEqualTo(2);
        assertThat(file.cost().bytesRead()).isLessThanOrEqualTo(32_000);
        assertThat(facts.values()).isEqualTo(file.local(reader).values()).containsEntry(Field.BITRATE, "256");
    }

    @Test
    void readsLittleOfARemoteVideo() throws IOException {
        byte[] pictures = tables(picture("avc1", 1920, 1080), 1000, sizes(100_000, 9000));
        byte[] video = track(1, "vide", mdhd(25_000, 100_000_000), pictures);
        byte[] sound = track(2, "soun", mdhd(44_100, 176_400_000), tables(aac(128_000), 1024, sizes(100_000, 371)));
        ComposedFile file = ComposedFile.of(ftyp("isom"), u32(70_000_008), ascii("mdat"))
                .gap(70_000_000)
                .add(box("moov", mvhd(1000, 4_000_000), video, sound));

        Facts facts = file.remote(reader);

        assertThat(file.cost().requests()).isLessThanOrEqualTo(4);
        assertThat(file.cost().bytesRead()).isLessThanOrEqualTo(100_000);
        assertThat(facts.values())
                .containsEntry(Field.AUDIO_CODEC, "aac")
                .containsEntry(Field.BITRATE, "128")
                .containsEntry(Field.FRAME_RATE, seconds("25"));
    }

    @Test
    void keepsWhatATruncatedFileDeclares() throws IOException {
        byte[] head = join(ftyp("isom"), moov(aacTrack(aac(0), sizes(10, 1600))), u32(16_008), ascii("mdat"));

        Facts facts = ComposedFile.of(head).gap(1000).local(reader);

        assertThat(facts.values()).containsEntry(Field.BITRATE, "128").containsEntry(Field.TRUNCATED, true);
    }

    @Test
    void keepsTheTrackOfAMovieThatBreaksOff() throws IOException {
        byte[] track = aacTrack(aac(128_000), sizes(10, 1600));
        byte[] head = join(ftyp("M4A "), u32(90_000), ascii("moov"), mvhd(1000, 1000), track);
        ComposedFile file = ComposedFile.of(head, u32(60_000), ascii("udta")).gap(500);
        Facts facts = new Facts();

        assertThatThrownBy(() -> file.read(reader, false, facts)).isInstanceOf(EOFException.class);
        assertThat(facts.values())
                .containsEntry(Field.CODEC, "aac")
                .containsEntry(Field.BITRATE, "128")
                .containsEntry(Field.TRUNCATED, true);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("no movie", join(ftyp("M4A "), mdat(100))),
                Arguments.of("no track", join(ftyp("M4A "), moov())),
                Arguments.of(
                        "text only", join(ftyp("M4A "), moov(track(1, "text", mdhd(1, 1), tables(box("text"), 1, 9))))),
                Arguments.of("no size", join(ftyp("M4A "), u32(3), ascii("moov"), new byte[100])),
                Arguments.of("size that wraps", join(ftyp("M4A "), u32(1), ascii("mdat"), u64(-1), new byte[99])),
                Arguments.of(
                        "headers only",
                        join(ftyp("M4A "), box("moov", mvhd(0, 0), box("trak", tkhd(1), box("mdia", hdlr("meta")))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesWhatIsNoMovie(String name, byte[] bytes) {
        assertThatThrownBy(() -> ComposedFile.of(bytes).local(reader)).isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void saysThatAFileEndsBeforeItsMovie() {
        ComposedFile file =
                ComposedFile.of(ftyp("M4A "), u32(5000), ascii("mdat")).gap(100);

        assertThatThrownBy(() -> file.local(reader)).isInstanceOf(EOFException.class);
    }

    /** Counts that the boxes cannot hold. */
    @Test
    void doesNotTrustCounts() throws IOException {
        byte[] stbl = box(
                "stbl",
                box("stsd", u32(0, 0xffffffffL), aac(0)),
                box("stts", u32(0, 0xffffffffL, 1, 1024)),
                box("stsz", u32(0, 0, 0xffffffffL)));
        byte[] edits = box("edts", box("elst", u32(0, 0xffffffffL, 1000, 0, 0)));

        Facts facts = audio(track(1, "soun", mdhd(44_100, 44_100), stbl, edits));

        assertThat(duration(facts)).isEqualTo(seconds("1.000"));
    }
}
