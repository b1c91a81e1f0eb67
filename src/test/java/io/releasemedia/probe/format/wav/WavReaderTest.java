package io.releasemedia.probe.format.wav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavReaderTest {

    private static final long SECOND = 176_400;
    private static final String WAVE64_TAIL = "f3acd3118cd100c04f8edb8a";

    private final WavReader reader = new WavReader();

    @Test
    void readsPlainPcm() throws IOException {
        Facts facts = pcm().ascii("data").u32le(SECOND).length(44 + SECOND).read(reader);

        assertSecond(facts);
        assertThat(facts.get(Field.CODEC)).contains("pcm_s16le");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.BITRATE)).contains("1411");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(16L);
        assertThat(facts.get(Field.LOSSLESS)).contains(true);
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xffff_ffffL, 0x7fff_f000L})
    void measuresAStreamThatDeclaresNoSize(long declared) throws IOException {
        Facts facts = pcm().ascii("data").u32le(declared).length(44 + SECOND).read(reader);

        assertSecond(facts);
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xffff_ffffL})
    void leavesTheDurationOutWhereNobodyKnowsTheLength(long declared) throws IOException {
        Facts facts =
                pcm().ascii("data").u32le(declared).zeros(4000).withoutLength().read(reader);

        assertThat(facts.has(Field.DURATION)).isFalse();
        assertThat(facts.get(Field.CODEC)).contains("pcm_s16le");
    }

    @Test
    void showsTheShortestSoundsAsAMillisecond() throws IOException {
        Facts facts = pcm().ascii("data").u32le(4).zeros(4).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("0.001"));
    }

    @Test
    void takesNoChunkBehindAnEmptyRecordingForSound() throws IOException {
        Facts facts = pcm().ascii("data")
                .u32le(0)
                .ascii("LIST")
                .u32le(1000)
                .zeros(1000)
                .read(reader);

        assertThat(facts.has(Field.DURATION)).isFalse();
    }

    @Test
    void keepsWhatStandsInAHeaderWithoutChannels() throws IOException {
        byte[] bytes = pcm().ascii("data").u32le(SECOND).bytes();
        bytes[22] = 0;
        Facts facts = new MediaBytes().raw(bytes).length(44 + SECOND).read(reader);

        assertThat(facts.has(Field.CHANNELS)).isFalse();
        assertThat(facts.get(Field.CODEC)).contains("pcm_s16le");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.BITRATE)).contains("1411");
        assertThat(facts.get(Field.DURATION)).map(Object::toString).contains("1");
    }

    @Test
    void keepsWhatATruncatedFileDeclares() throws IOException {
        Facts facts = pcm().ascii("data").u32le(SECOND).zeros(1000).read(reader);

        assertSecond(facts);
        assertThat(facts.get(Field.TRUNCATED)).contains(true);
    }

    @Test
    void unwrapsTheSizeOfAFileAbove4GiB() throws IOException {
        long bytes = (1L << 32) + SECOND;

        Facts facts = pcm().ascii("data").u32le(bytes).length(44 + bytes).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("24348.887"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RF64", "BW64"})
    void takesTheSizeFromTheWideChunk(String id) throws IOException {
        MediaBytes file = new MediaBytes().ascii(id).u32le(0xffff_ffffL).ascii("WAVE");
        file.ascii("ds64").u32le(28).i64le(0).i64le(SECOND).i64le(44100).u32le(0);
        format(file).ascii("data").u32le(0xffff_ffffL);

        assertSecond(file.length(file.size() + SECOND + 5000).read(reader));
    }

    @Test
    void readsBigEndianFiles() throws IOException {
        MediaBytes file = new MediaBytes()
                .ascii("RIFX")
                .u32be(0)
                .ascii("WAVE")
                .ascii("fmt ")
                .u32be(16);
        file.u16be(1)
                .u16be(2)
                .u32be(44100)
                .u32be(SECOND)
                .u16be(4)
                .u16be(16)
                .ascii("data")
                .u32be(SECOND);

        Facts facts = file.length(file.size() + SECOND).read(reader);

        assertSecond(facts);
        assertThat(facts.get(Field.CODEC)).contains("pcm_s16be");
    }

    @Test
    void readsWave64() throws IOException {
        MediaBytes file =
                new MediaBytes().ascii("riff").hex("2e91cf11a5d628db04c10000").i64le(0);
        file.ascii("wave").hex(WAVE64_TAIL);
        file.ascii("fact").hex(WAVE64_TAIL).i64le(24 + 5).zeros(5 + 3);
        file.ascii("fmt ").hex(WAVE64_TAIL).i64le(24 + 16);
        file.u16le(1).u16le(2).u32le(44100).u32le(SECOND).u16le(4).u16le(16);
        file.ascii("data").hex(WAVE64_TAIL).i64le(24 + SECOND);

        assertSecond(file.length(file.size() + SECOND).read(reader));
    }

    @Test
    void skipsLargeChunksByTwoSmallRequests() throws IOException {
        MediaBytes file = pcm().ascii("JUNK").u32le(1 << 20).zeros(1 << 20);
        file.ascii("data").u32le(50 << 20).length(file.size() + 8 + (50L << 20));

        file.read(reader);

        assertThat(file.cost().requests()).isEqualTo(2);
        assertThat(file.cost().bytesRead()).isLessThanOrEqualTo(16 << 10);
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "3, 1", "3, 2", "4, 1", "4, 12"})
    void findsTheNextChunkWhateverPaddingFollows(int size, int zeros) throws IOException {
        MediaBytes file = pcm().ascii("LIST").u32le(size).zeros(size + zeros);
        file.ascii("data").u32le(SECOND);

        assertSecond(file.length(file.size() + SECOND).read(reader));
    }

    @Test
    void readsAFormatBehindTheData() throws IOException {
        MediaBytes file = new MediaBytes().ascii("RIFF").u32le(0).ascii("WAVE");
        file.ascii("data").u32le(SECOND).zeros((int) SECOND);

        assertSecond(format(file).read(reader));
    }

    @Test
    void computesTheBitRateOfPcmWhateverIsDeclared() throws IOException {
        MediaBytes file = riff().ascii("fmt ").u32le(16);
        file.u16le(1)
                .u16le(2)
                .u32le(44100)
                .u32le(0)
                .u16le(0)
                .u16le(16)
                .ascii("data")
                .u32le(SECOND);

        Facts facts = file.length(file.size() + SECOND).read(reader);

        assertSecond(facts);
        assertThat(facts.get(Field.BITRATE)).contains("1411");
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 1.25", // the fact chunk counts what the last block really holds
        "0, 1.265", // without it all blocks are full
        "9999999, 1.265", // it cannot be right
    })
    void countsTheSamplesOfAdpcm(long fact, BigDecimal seconds) throws IOException {
        MediaBytes file = riff().ascii("fmt ").u32le(20);
        file.u16le(2)
                .u16le(2)
                .u32le(8000)
                .u32le(0)
                .u16le(1024)
                .u16le(4)
                .u16le(2)
                .u16le(1012);
        file.ascii("fact").u32le(4).u32le(fact).ascii("data").u32le(10240).zeros(10240);

        Facts facts = file.read(reader);

        assertThat(facts.get(Field.DURATION)).contains(seconds);
        assertThat(facts.get(Field.BITRATE)).contains("65");
        assertThat(facts.get(Field.LOSSLESS)).contains(false);
    }

    @Test
    void takesTheByteRateOfMpegAudioFromItsFirstFrame() throws IOException {
        MediaBytes file =
                mp3().ascii("data").u32le(32000).hex("fffb9044").zeros(413).hex("fffb9044");

        Facts facts = file.length(file.size() + 31579).read(reader);

        assertThat(facts.get(Field.CODEC)).contains("mp3");
        assertThat(facts.get(Field.BITRATE)).contains("128");
        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("2"));
    }

    @Test
    void findsTheFirstFrameBehindALargeChunkByTwoRequests() throws IOException {
        MediaBytes file = mp3().ascii("LIST").u32le(1 << 20).zeros(1 << 20);
        file.ascii("data").u32le(32000).hex("fffb9044").zeros(413).hex("fffb9044");

        Facts facts = file.length(file.size() + 31579).read(reader);

        assertThat(facts.get(Field.BITRATE)).contains("128");
        assertThat(file.cost().requests()).isEqualTo(2);
    }

    @Test
    void averagesAVariableBitRateOverTheCountedSamples() throws IOException {
        MediaBytes file = mp3().ascii("fact").u32le(4).u32le(88200);
        file.ascii("data").u32le(64000).hex("fffb9044").zeros(413).hex("fffb9044");

        Facts facts = file.length(file.size() + 63579).read(reader);

        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("2"));
        assertThat(facts.get(Field.BITRATE)).contains("256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7ffe8001fc3c7ff262c005380009ef7bdeffffff", // 16-bit words, big-endian
                "fe7f01803cfcf27fc062380509007befffdeffff", // little-endian
                "1fffe80007f0fc7ffc98ec0014e00009fbdefdef", // 14-bit words
                "ff1f00e8f0077ffc98fc00ece0140900defbeffd",
            })
    void recognisesDtsThatPassesForPcm(String header) throws IOException {
        // 16 blocks of 32 samples, three front, two surround and a low-frequency channel.
        MediaBytes file = pcm().ascii("data").u32le(SECOND).zeros(8);
        file.hex(header).zeros(2048 - header.length() / 2);

        Facts facts = file.hex(header).length(44 + SECOND).read(reader);

        assertThat(facts.get(Field.CODEC)).contains("dts");
        assertThat(facts.get(Field.CHANNELS)).contains("6");
        assertThat(facts.get(Field.LOSSLESS)).contains(false);
        assertThat(facts.has(Field.BITS_PER_SAMPLE)).isFalse();
        assertSecond(facts);
    }

    @Test
    void saysWhatItKnowsOfAFileThatEndsBeforeItsData() {
        Facts facts = new Facts();

        assertThatThrownBy(() -> pcm().ascii("JUNK").u32le(5000).zeros(10).read(reader, facts))
                .isInstanceOf(EOFException.class);
        assertThat(facts.get(Field.CODEC)).contains("pcm_s16le");
    }

    @Test
    void refusesWhatIsNoWave() {
        assertThatThrownBy(() -> new MediaBytes()
                        .ascii("RIFF")
                        .u32le(0)
                        .ascii("AVI ")
                        .zeros(99)
                        .read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> new MediaBytes().ascii("FORM").zeros(99).read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> riff().ascii("fmt ")
                        .u32le(2)
                        .u16le(1)
                        .ascii("data")
                        .zeros(99)
                        .read(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> riff().zeros(9999).read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private static void assertSecond(Facts facts) {
        assertThat(facts.get(Field.DURATION)).contains(new BigDecimal("1"));
    }

    private static MediaBytes riff() {
        return new MediaBytes().ascii("RIFF").u32le(0).ascii("WAVE");
    }

    private static MediaBytes pcm() {
        return format(riff());
    }

    private static MediaBytes format(MediaBytes file) {
        file.ascii("fmt ").u32le(16);
        return file.u16le(1).u16le(2).u32le(44100).u32le(SECOND).u16le(4).u16le(16);
    }

    private static MediaBytes mp3() {
        MediaBytes file = riff().ascii("fmt ").u32le(18);
        return file.u16le(0x55)
                .u16le(2)
                .u32le(44100)
                .u32le(0)
                .u16le(1152)
                .u16le(0)
                .u16le(0);
    }
}
