package io.releasemedia.probe.format.mp4;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.box;
import static io.releasemedia.probe.format.mp4.ComposedFile.hex;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.u16;
import static io.releasemedia.probe.format.mp4.ComposedFile.u32;
import static io.releasemedia.probe.format.mp4.ComposedFile.u64;
import static io.releasemedia.probe.format.mp4.ComposedFile.u8;
import static io.releasemedia.probe.format.mp4.Movies.AAC_STEREO;
import static io.releasemedia.probe.format.mp4.Movies.aacTrack;
import static io.releasemedia.probe.format.mp4.Movies.esds;
import static io.releasemedia.probe.format.mp4.Movies.ftyp;
import static io.releasemedia.probe.format.mp4.Movies.mdat;
import static io.releasemedia.probe.format.mp4.Movies.mdhd;
import static io.releasemedia.probe.format.mp4.Movies.mvhd;
import static io.releasemedia.probe.format.mp4.Movies.sizes;
import static io.releasemedia.probe.format.mp4.Movies.sound;
import static io.releasemedia.probe.format.mp4.Movies.tables;
import static io.releasemedia.probe.format.mp4.Movies.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Mp4SoundTest {

    private final Mp4Reader reader = new Mp4Reader();

    private static byte[] aac(long declared) {
        return sound("mp4a", 2, 16, 44_100, esds(0x40, 0, declared, AAC_STEREO));
    }

    private static byte[] moov(byte[]... tracks) {
        return box("moov", mvhd(1000, 1000), join(tracks));
    }

    private Facts audio(byte[] track) throws IOException {
        return ComposedFile.of(ftyp("M4A "), moov(track), mdat(16)).local(reader);
    }

    /** Declared and measured bit/s, and the answer in kbit/s. */
    static Stream<Arguments> bitrates() {
        return Stream.of(
                Arguments.of(0, 1600, "128"),
                Arguments.of(125_000, 1600, "125"),
                Arguments.of(300_000, 1600, "128"),
                Arguments.of(40_000, 1600, "128"),
                // Sizes that no audio has are a damaged table.
                Arguments.of(224_000, 400_000_000L, "224"));
    }

    @ParameterizedTest
    @MethodSource("bitrates")
    void takesTheDeclaredBitrateUnlessTheSamplesContradictIt(long declared, long size, String expected)
            throws IOException {
        assertThat(audio(aacTrack(aac(declared), sizes(10, size))).get(Field.BITRATE))
                .contains(expected);
    }

    static Stream<Arguments> entries() {
        byte[] alac = join(u32(0, 4096), u8(0, 24, 40, 10, 14, 2), u16(255), u32(0, 4_608_000, 96_000));
        byte[] streamInfo = join(u16(4096, 4096), new byte[6], hex("17700170 00000000"), new byte[16]);
        byte[] flac = join(u32(0), u8(0x80, 0, 0, 34), streamInfo);
        return Stream.of(
                Arguments.of(
                        "mono by config",
                        sound("mp4a", 2, 16, 44_100, esds(0x40, 0, 0, u8(0x12, 0x08))),
                        "aac",
                        "1",
                        "44100",
                        0),
                Arguments.of(
                        "5.1 by config",
                        sound("mp4a", 2, 16, 48_000, esds(0x40, 0, 0, u8(0x11, 0xb0))),
                        "aac",
                        "6",
                        "48000",
                        0),
                Arguments.of(
                        "HE-AAC",
                        sound("mp4a", 2, 16, 22_050, esds(0x40, 0, 0, hex("138856e5a5"))),
                        "aac",
                        "1",
                        "44100",
                        0),
                Arguments.of("ALAC", sound("alac", 2, 16, 44_100, box("alac", alac)), "alac", "2", "96000", 24),
                Arguments.of("FLAC", sound("fLaC", 2, 16, 0, box("dfLa", flac)), "flac", "1", "96000", 24),
                Arguments.of(
                        "Opus",
                        sound("Opus", 2, 16, 48_000, box("dOps", hex("00 06 0138 0000ac44 0000 01"))),
                        "opus",
                        "6",
                        "48000",
                        0),
                Arguments.of("AC-3", sound("ac-3", 2, 16, 48_000, box("dac3", hex("103d40"))), "ac3", "6", "48000", 0),
                Arguments.of(
                        "E-AC-3",
                        sound("ec-3", 2, 16, 48_000, box("dec3", hex("0c00 200f00"))),
                        "eac3",
                        "6",
                        "48000",
                        0),
                Arguments.of("AMR", sound("samr", 2, 16, 8000), "amr_nb", "1", "8000", 0),
                Arguments.of(
                        "encrypted",
                        sound(
                                "enca",
                                2,
                                16,
                                44_100,
                                esds(0x40, 0, 0, AAC_STEREO),
                                box("sinf", box("frma", ascii("mp4a")))),
                        "aac",
                        "2",
                        "44100",
                        0),
                Arguments.of(
                        "encrypted AC-3",
                        sound("enca", 2, 16, 48_000, box("sinf", box("frma", ascii("ac-3")))),
                        "ac3",
                        "2",
                        "48000",
                        0),
                Arguments.of("big-endian", sound("twos", 1, 16, 44_100), "pcm_s16be", "1", "44100", 16),
                Arguments.of("little-endian", sound("sowt", 2, 16, 44_100), "pcm_s16le", "2", "44100", 16),
                Arguments.of("8 bits", sound("raw ", 1, 8, 11_025), "pcm_u8", "1", "11025", 8),
                Arguments.of("mu-law", sound("ulaw", 1, 16, 8000), "pcm_mulaw", "1", "8000", 0),
                Arguments.of(
                        "ISO PCM",
                        sound("ipcm", 2, 16, 48_000, box("pcmC", u32(0), u8(1, 24))),
                        "pcm_s24le",
                        "2",
                        "48000",
                        24));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("entries")
    void readsSoundEntries(String name, byte[] entry, String codec, String channels, String rate, long bits)
            throws IOException {
        Facts facts = audio(track(1, "soun", mdhd(8000, 8000), tables(entry, 800, sizes(10, 100))));

        assertThat(facts.get(Field.CODEC)).contains(codec);
        assertThat(facts.get(Field.CHANNELS)).contains(channels);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains(rate);
        assertThat(facts.get(Field.BITS_PER_SAMPLE)
                        .map(b -> ((Number) b).longValue())
                        .orElse(0L))
                .isEqualTo(bits);
    }

    /** QuickTime's sound description of version 2 has the rate as a double, and flags for PCM. */
    @Test
    void readsQuickTimeVersion2() throws IOException {
        byte[] entry = box(
                "lpcm",
                new byte[6],
                u16(1, 2, 0, 0, 0, 3, 16, 0xfffe, 0),
                u32(0x10000, 72),
                u64(Double.doubleToLongBits(192_000)),
                u32(6, 0x7f000000, 32, 1, 24, 1));

        Facts facts = audio(track(1, "soun", mdhd(192_000, 192_000), tables(entry, 1, 1, 1)));

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "pcm_f32le")
                .containsEntry(Field.SAMPLE_RATE, "192000")
                .containsEntry(Field.CHANNELS, "6")
                .containsEntry(Field.BITRATE, "36864")
                .containsEntry(Field.BITRATE_MODE, "CBR");
    }

    /** Version 1 has four more fields, and the codec's configuration in a {@code wave} atom. */
    @Test
    void readsQuickTimeVersion1() throws IOException {
        byte[] wave = box("wave", box("frma", ascii("mp4a")), esds(0x40, 0, 96_000, AAC_STEREO), u32(8, 0));
        byte[] entry =
                box("mp4a", new byte[6], u16(1, 1, 0, 0, 0, 1, 16, 0xfffe, 0), u32(22_050L << 16, 1024, 0, 0, 2), wave);

        Facts facts = audio(aacTrack(entry, sizes(10, 1200)));

        assertThat(facts.values())
                .containsEntry(Field.CHANNELS, "2")
                .containsEntry(Field.SAMPLE_RATE, "44100")
                .containsEntry(Field.BITRATE, "96");
    }

    /** 96 kHz does not fit into the entry's 16 bits. */
    @Test
    void takesTheTimescaleWhereTheRateIsCutOff() throws IOException {
        byte[] entry = sound("sowt", 2, 24, 96_000 - 65_536);

        Facts facts = audio(track(1, "soun", mdhd(96_000, 96_000), tables(entry, 1, 6, 6)));

        assertThat(facts.values()).containsEntry(Field.SAMPLE_RATE, "96000").containsEntry(Field.CODEC, "pcm_s24le");
    }

    /** What encoders declare for ALAC can be the rate of the uncompressed sound. */
    @Test
    void weighsLosslessSound() throws IOException {
        byte[] cookie = join(u32(0, 4096), u8(0, 16, 40, 10, 14, 2), u16(255), u32(0, 1_411_200, 44_100));
        byte[] entry = sound("alac", 2, 16, 44_100, box("alac", cookie));

        assertThat(audio(aacTrack(entry, sizes(10, 10_000))).get(Field.BITRATE)).contains("800");
    }

    /** An MP3 frame says what the entry does not. */
    @Test
    void readsTheFirstFrameOfMp3() throws IOException {
        byte[] entry = sound("mp4a", 2, 16, 44_100, esds(0x6b, 0, 0, u8()));
        byte[] moov = moov(aacTrack(entry, sizes(10, 417)));
        // The table of chunks says 48, where the mdat box in front of the movie has its first byte.
        byte[] front = join(ftyp("mp42"), box("free", new byte[12]), box("mdat", hex("fffb90c4"), new byte[4166]));

        Facts facts = ComposedFile.of(front, moov).local(reader);

        assertThat(facts.values()).containsEntry(Field.CODEC, "mp3").containsEntry(Field.CHANNELS, "1");
    }

    /** No value, rather than zero. */
    @Test
    void leavesOutWhatIsZero() throws IOException {
        Facts facts = audio(track(1, "soun", mdhd(1000, 500), tables(sound("mp4a", 0, 0, 0), 50, sizes(10, 9))));

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "aac")
                .doesNotContainKeys(Field.CHANNELS, Field.SAMPLE_RATE);
    }
}
