package io.releasemedia.probe.format.mpegaudio;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import io.releasemedia.probe.format.codec.MpegAudioHeader;
import io.releasemedia.source.Cost;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MpegAudioReaderTest {

    /** MPEG 1 layer III, 44.1 kHz, joint stereo, without a rate. */
    private static final int MP3 = 0xfffb_0064;
    /** MPEG 2 layer III, 22.05 kHz, mono, without a rate. */
    private static final int MP3_LOW = 0xfff3_00c4;

    private static final int KBPS_64 = 5;
    private static final int KBPS_128 = 9;
    private static final int KBPS_256 = 13;

    private final MpegAudioReader reader = new MpegAudioReader();

    @ParameterizedTest
    @CsvSource({
        "fffb9064, mp3, 128, 44100, 2, 1152",
        "fff384c4, mp3, 64, 24000, 1, 576",
        "ffe31844, mp3, 8, 8000, 2, 576",
        "fffdc404, mp2, 256, 48000, 2, 1152",
        "fff5a404, mp2, 96, 24000, 2, 1152",
        "ffffc404, mp1, 384, 48000, 2, 384",
    })
    void framesAreCounted(String word, String codec, String kbps, String hertz, String channels, int samples)
            throws IOException {
        Facts facts =
                frames(new ComposedMedia(), (int) Long.parseLong(word, 16), 100).read(reader);
        assertThat(seconds(facts)).isCloseTo(100.0 * samples / Integer.parseInt(hertz), within(0.001));
        assertThat(facts.get(Field.CODEC)).contains(codec);
        assertThat(facts.get(Field.BITRATE)).contains(kbps);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains(hertz);
        assertThat(facts.get(Field.CHANNELS)).contains(channels);
        assertThat(facts.get(Field.BITRATE_MODE)).contains("CBR");
    }

    @Test
    void variableRateWithoutAHeaderIsCountedLocally() throws IOException {
        Facts facts = variable(3000, new Random(1)).read(reader);
        assertThat(seconds(facts)).isCloseTo(3000 * 1152 / 44_100.0, within(0.001));
        assertThat(facts.get(Field.BITRATE_MODE)).contains("VBR");
        assertThat(facts.has(Field.ESTIMATED)).isFalse();
    }

    @Test
    void variableRateWithoutAHeaderIsEstimatedRemotely() throws IOException {
        double length = 10_000 * 1152 / 44_100.0;
        int close = 0;
        for (int seed = 0; seed < 10; seed++) {
            ComposedMedia media = variable(10_000, new Random(seed));
            Facts facts = media.readRemote(reader);
            assertThat(seconds(facts)).isCloseTo(length, within(length * 0.035));
            assertThat(facts.get(Field.ESTIMATED)).contains(true);
            close += Math.abs(seconds(facts) / length - 1) < 0.02 ? 1 : 0;
            Cost cost = media.remoteCost(reader);
            assertThat(cost.bytesRead()).isLessThanOrEqualTo(256 << 10);
            assertThat(cost.requests()).isLessThanOrEqualTo(112);
        }
        assertThat(close).isGreaterThanOrEqualTo(9);
    }

    @Test
    void longPassagesOfVeryDifferentRatesAreFoundRemotely() throws IOException {
        ComposedMedia media = new ComposedMedia();
        int[] rates = {3, 12, 5, 13, 4, 10, 3};
        for (int rate : rates) {
            frames(media, mp3(rate), 3_000);
        }
        double length = rates.length * 3_000 * 1152 / 44_100.0;
        assertThat(seconds(media.readRemote(reader))).isCloseTo(length, within(length * 0.02));
        assertThat(media.remoteCost(reader).requests()).isLessThanOrEqualTo(80);
    }

    /** 4 minutes, each passage at one of the rates from 48 to 256 kbit/s. */
    @Test
    void passagesOfTwentySecondsAreFoundRemotely() throws IOException {
        double length = 12 * 766 * 1152 / 44_100.0;
        int close = 0;
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            ComposedMedia media = new ComposedMedia();
            for (int passage = 0; passage < 12; passage++) {
                frames(media, mp3(3 + random.nextInt(11)), 766);
            }
            close += Math.abs(seconds(media.readRemote(reader)) / length - 1) < 0.02 ? 1 : 0;
            assertThat(media.remoteCost(reader).bytesRead()).isLessThanOrEqualTo(256 << 10);
        }
        assertThat(close).isGreaterThanOrEqualTo(9);
    }

    @Test
    void aFileJoinedFromTwoRatesIsEstimatedAsAWhole() throws IOException {
        ComposedMedia media = variable(5_000, new Random(2));
        int other = mp3(KBPS_128) | 1 << 10;
        frames(media, other, 5_000);
        double length = 5_000 * 1152 / 44_100.0 + 5_000 * 1152 / 48_000.0;
        assertThat(seconds(media.read(reader))).isCloseTo(length, within(0.01));
        assertThat(seconds(media.readRemote(reader))).isCloseTo(length, within(length * 0.03));
    }

    @Test
    void constantRateCostsHeadAndTailRemotely() throws IOException {
        ComposedMedia media =
                frames(new ComposedMedia(), mp3(KBPS_128), 20_000).ascii("TAG").zeros(125);
        Facts facts = media.readRemote(reader);
        assertThat(seconds(facts)).isCloseTo(20_000 * 1152 / 44_100.0, within(0.1));
        assertThat(facts.get(Field.BITRATE)).contains("128");
        assertThat(facts.has(Field.ESTIMATED)).isFalse();
        assertThat(media.remoteCost(reader).requests()).isEqualTo(2);
        assertThat(media.remoteCost(reader).bytesRead()).isLessThanOrEqualTo(20 << 10);
    }

    @Test
    void aConstantRateWithAPictureInTheMiddleIsNotTakenForOneWithout() throws IOException {
        ComposedMedia media = frames(new ComposedMedia(), mp3(KBPS_128), 2000);
        byte[] picture = new byte[1 << 20];
        new Random(7).nextBytes(picture);
        media.ascii("ID3").u8(3, 0, 0, 0, 64, 0, 0).raw(picture);
        Facts facts = frames(media, mp3(KBPS_128), 2000).read(reader);
        assertThat(seconds(facts)).isCloseTo(4000 * 1152 / 44_100.0, within(0.1));
        assertThat(facts.get(Field.BITRATE)).contains("128");
    }

    @ParameterizedTest(name = "{0} {1} bytes {2}")
    @CsvSource({
        "Xing, 1000, 0, VBR",
        "Xing, 1000, 1, VBR",
        "Info, 1000, 1, CBR",
        "VBRI, 1000, 1, VBR",
    })
    void aHeaderInTheFirstFrameDeclaresTheLength(String kind, int frames, int withBytes, String mode)
            throws IOException {
        ComposedMedia media = declared(kind, frames, withBytes == 0 ? 0 : 417 * 1001L, mp3(KBPS_128));
        Facts facts = frames(media, mp3(KBPS_128), 1000).read(reader);
        assertThat(seconds(facts)).isCloseTo(1000 * 1152 / 44_100.0, within(0.001));
        assertThat(Integer.parseInt((String) facts.get(Field.BITRATE).orElseThrow()))
                .isBetween(127, 128);
        assertThat(facts.get(Field.BITRATE_MODE)).contains(mode);
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void aHeaderInMpeg2StandsEarlierAndCountsFramesOf576Samples() throws IOException {
        ComposedMedia media = declared("Xing", 1000, 0, MP3_LOW | 8 << 12);
        Facts facts = frames(media, MP3_LOW | 8 << 12, 1000).read(reader);
        assertThat(seconds(facts)).isCloseTo(1000 * 576 / 22_050.0, within(0.001));
    }

    @Test
    void aFileThatEndsEarlyKeepsTheDeclaredLength() throws IOException {
        Facts facts = frames(declared("Xing", 1000, 417 * 1001L, mp3(KBPS_128)), mp3(KBPS_128), 300)
                .read(reader);
        assertThat(seconds(facts)).isCloseTo(1000 * 1152 / 44_100.0, within(0.001));
        assertThat(facts.get(Field.TRUNCATED)).contains(true);
    }

    @ParameterizedTest(name = "{0} frames in {1} bytes")
    @CsvSource({"0, 0", "0, 417417", "5, 417417", "2000000000, 417417", "2000000000, 0", "500, 208709"})
    void aDeclarationThatContradictsTheFileIsNotBelieved(long frames, long bytes) throws IOException {
        Facts facts = frames(declared("Xing", frames, bytes, mp3(KBPS_128)), mp3(KBPS_128), 1000)
                .read(reader);
        assertThat(seconds(facts)).isCloseTo(1000 * 1152 / 44_100.0, within(0.03));
        assertThat(facts.get(Field.BITRATE)).contains("128");
    }

    @Test
    void freeFormatIsMeasuredByTheDistanceOfHeaders() throws IOException {
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < 200; i++) {
            media.be(4, MP3).zeros(1044 - 4);
        }
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isCloseTo(200 * 1152 / 44_100.0, within(0.001));
        assertThat(facts.get(Field.BITRATE)).contains("320");
    }

    @Test
    void junkBeforeTheFirstFrameIsSteppedOver() throws IOException {
        ComposedMedia media = new ComposedMedia();
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            // Headers that lead nowhere.
            media.be(4, mp3(KBPS_64)).u8(random.nextInt(128), random.nextInt(128), random.nextInt(128));
        }
        Facts facts = frames(media.zeros(3000), mp3(KBPS_256), 50).read(reader);
        assertThat(seconds(facts)).isCloseTo(50 * 1152 / 44_100.0, within(0.001));
        assertThat(facts.get(Field.BITRATE)).contains("256");
    }

    @Test
    void aLoneFrameIsAFile() throws IOException {
        Facts facts = new ComposedMedia().be(4, mp3(KBPS_64)).zeros(100).read(reader);
        assertThat(facts.get(Field.BITRATE)).contains("64");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
    }

    @Test
    void noiseIsMalformed() {
        byte[] noise = new byte[100_000];
        new Random(11).nextBytes(noise);
        noise[0] = 0;
        assertThatThrownBy(() -> new ComposedMedia().raw(noise).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    private static int mp3(int rate) {
        return MP3 | rate << 12;
    }

    private static ComposedMedia frames(ComposedMedia media, int word, int count) {
        double exact = 0;
        MpegAudioHeader header = MpegAudioHeader.parse(word).orElseThrow();
        double mean = header.samplesPerFrame() / 8.0 * header.bitrateKbps() * 1000 / header.sampleRate();
        int written = 0;
        for (int i = 0; i < count; i++) {
            exact += mean;
            boolean padded = exact - written >= header.frameLength() + header.slotBytes();
            int length = header.frameLength() + (padded ? header.slotBytes() : 0);
            media.be(4, padded ? word | 0x200 : word).zeros(length - 4);
            written += length;
        }
        return media;
    }

    /** Passages of different rates, with frames around them. */
    private static ComposedMedia variable(int count, Random random) {
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < count; i++) {
            int rate = (int) (9 + 2.5 * Math.sin(i / 700.0) + random.nextGaussian());
            frames(media, mp3(Math.max(1, Math.min(14, rate))), 1);
        }
        return media;
    }

    private static ComposedMedia declared(String kind, long frames, long bytes, int word) {
        MpegAudioHeader header = MpegAudioHeader.parse(word).orElseThrow();
        ComposedMedia media = new ComposedMedia().be(4, word);
        if (kind.equals("VBRI")) {
            media.zeros(32).ascii(kind).be(2, 1).zeros(4).be(4, bytes).be(4, frames);
        } else {
            media.zeros(header.sideInfoLength())
                    .ascii(kind)
                    .be(4, bytes > 0 ? 3 : 1)
                    .be(4, frames);
            if (bytes > 0) {
                media.be(4, bytes);
            }
        }
        return media.zeros(header.frameLength() - media.length());
    }
}
