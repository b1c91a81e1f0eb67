package io.releasemedia.probe.format.ogg;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static io.releasemedia.probe.format.ogg.OggFile.FIRST;
import static io.releasemedia.probe.format.ogg.OggFile.LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import io.releasemedia.source.Cost;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OggReaderTest {

    private static final byte[] PACKET = new byte[100];

    private final OggReader reader = new OggReader();

    @Test
    void vorbisDeclaresItsBitRate() throws IOException {
        Facts facts = vorbis(1, 88_200).media().read(reader);
        assertThat(seconds(facts)).isEqualTo(2);
        assertThat(facts.get(Field.BITRATE)).contains("112");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.CODEC)).contains("vorbis");
        assertThat(facts.get(Field.MIME_TYPE)).contains("audio/ogg");
        assertThat(facts.get(Field.LOSSLESS)).contains(false);
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void vorbisWithoutNominalRateCountsBytes() throws IOException {
        ComposedMedia media = new OggFile()
                .page(1, FIRST, 0, OggFile.vorbis(1, 8_000, -1))
                .page(1, LAST, 8_000, packets(20))
                .media();
        assertThat(media.read(reader).get(Field.BITRATE)).contains(Long.toString(Math.round(media.length() * 0.008)));
    }

    @Test
    void opusDropsPreSkipFromDurationButNotFromBitRate() throws IOException {
        ComposedMedia media = new OggFile()
                .page(1, FIRST, 0, OggFile.opus(2, 24_000, 44_100))
                .page(1, 0, 0, OggFile.opusTags("a=b", 3))
                .page(1, LAST, 48_000, opusPackets(50))
                .media();
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isEqualTo(0.5);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.BITRATE)).contains(Long.toString(Math.round(media.length() * 0.008)));
    }

    @Test
    void opusThatWasCutFromALongerStreamStartsLate() throws IOException {
        Facts facts = new OggFile()
                .page(1, FIRST, 0, OggFile.opus(2, 312, 48_000))
                .page(1, 0, 480_000, opusPackets(50))
                .page(1, LAST, 480_312, opusPackets(1))
                .media()
                .read(reader);
        assertThat(seconds(facts)).isEqualTo(1);
    }

    @Test
    void opusPacketsOfDifferentLengthsAreCountedOneByOne() throws IOException {
        byte[] short20ms = {(byte) 0xf8};
        byte[] long60ms = {(byte) (3 << 3)};
        byte[] threeOf20ms = {(byte) 0xfb, 3};
        Facts facts = new OggFile()
                .page(1, FIRST, 0, OggFile.opus(1, 0, 48_000))
                .page(1, LAST, 960 + 2880 + 2880, short20ms, long60ms, threeOf20ms)
                .media()
                .read(reader);
        assertThat(seconds(facts)).isEqualTo(0.14);
    }

    @Test
    void picturesInCommentsAreNoAudio() throws IOException {
        String key = "METADATA_BLOCK_PICTURE=";
        OggFile with = new OggFile().page(1, FIRST, 0, OggFile.opus(2, 0, 48_000));
        with.fullPage(1, 0, OggFile.opusTags(key, 2 * 65_025 - 40));
        with.fullPage(1, OggFile.CONTINUED, new byte[0]);
        with.page(1, OggFile.CONTINUED, 0, new byte[10]).page(1, LAST, 48_000, opusPackets(50));
        assertThat(with.media()
                        .read(reader)
                        .get(Field.BITRATE)
                        .map(Object::toString)
                        .map(Integer::valueOf))
                .hasValueSatisfying(kbps -> assertThat(kbps).isBetween(40, 45));
    }

    @Test
    void chainsAreSummedLocallyAndRemotely() throws IOException {
        OggFile file = vorbis(1, 441_000);
        file.media().raw(vorbis(2, 44_100).media().bytes());
        file.media().raw(vorbis(3, 88_200).media().bytes());
        assertThat(seconds(file.media().read(reader))).isEqualTo(13);
        assertThat(seconds(file.media().readRemote(reader))).isEqualTo(13);
    }

    @Test
    void longChainsAreFoundByHalving() throws IOException {
        OggFile file = new OggFile().page(1, FIRST, 0, OggFile.vorbis(2, 44_100, 112_000));
        long granule = 0;
        for (int i = 0; i < 300; i++) {
            file.page(1, 0, granule += 8_820, packets(20));
        }
        file.page(2, FIRST, 0, OggFile.vorbis(2, 48_000, 112_000));
        granule = 0;
        for (int i = 0; i < 100; i++) {
            file.page(2, 0, granule += 9_600, packets(20));
        }
        assertThat(seconds(file.media().read(reader))).isEqualTo(80);
        assertThat(seconds(file.media().readRemote(reader))).isEqualTo(80);
        assertThat(file.media().remoteCost(reader).requests()).isLessThan(20);
    }

    @Test
    void chainsOfEqualSerialNumberAreSummedToo() throws IOException {
        OggFile file = vorbis(1, 441_000);
        file.media().raw(vorbis(1, 44_100).media().bytes());
        assertThat(seconds(file.media().read(reader))).isEqualTo(11);
    }

    @Test
    void theLongestStreamCountsWhereSeveralRunSideBySide() throws IOException {
        Facts facts = new OggFile()
                .page(1, FIRST, 0, OggFile.theora(500, 300, 25, 6))
                .page(2, FIRST, 0, OggFile.vorbis(1, 8_000, 16_000))
                .page(1, 0, 0, PACKET)
                .page(2, 0, 0, PACKET)
                .page(1, LAST, 64L << 6 | 11, packets(75))
                .page(2, LAST, 8_000, packets(10))
                .media()
                .read(reader);
        assertThat(seconds(facts)).isEqualTo(3);
        assertThat(facts.get(Field.CODEC)).contains("theora");
        assertThat(facts.get(Field.AUDIO_CODEC)).contains("vorbis");
        assertThat(facts.get(Field.WIDTH)).contains(500L);
        assertThat(facts.get(Field.HEIGHT)).contains(300L);
        assertThat(facts.get(Field.FRAME_RATE)).map(Object::toString).contains("25");
        assertThat(facts.get(Field.MIME_TYPE)).contains("video/ogg");
        assertThat(facts.get(Field.BITRATE)).contains("16");
    }

    @Test
    void flacInOggIsLossless() throws IOException {
        Facts facts = new OggFile()
                .page(1, FIRST, 0, OggFile.flac(44_100, 2, 0))
                .page(1, 0, 0, PACKET)
                .page(1, LAST, 88_200, packets(22))
                .media()
                .read(reader);
        assertThat(seconds(facts)).isEqualTo(2);
        assertThat(facts.get(Field.CODEC)).contains("flac");
        assertThat(facts.get(Field.BITS_PER_SAMPLE)).contains(16L);
        assertThat(facts.get(Field.LOSSLESS)).contains(true);
    }

    @Test
    void oldFlacMappingHasItsStreamInfoInTheSecondPacket() throws IOException {
        byte[] second = new ComposedMedia()
                .be(4, 34)
                .raw(OggFile.streamInfo(48_000, 1, 96_000))
                .bytes();
        Facts facts = new OggFile()
                .page(1, FIRST, 0, new ComposedMedia().ascii("fLaC").bytes())
                .page(1, 0, 0, second)
                .page(1, LAST, 96_000, packets(24))
                .media()
                .read(reader);
        assertThat(seconds(facts)).isEqualTo(2);
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("48000");
    }

    @Test
    void aPageThatIsCutDoesNotCountAndTheFileIsTruncated() throws IOException {
        byte[] whole = new OggFile()
                .page(1, FIRST, 0, OggFile.vorbis(2, 44_100, 112_000))
                .page(1, 0, 44_100, packets(50))
                .page(1, LAST, 88_200, packets(50))
                .media()
                .bytes();
        Facts facts = new ComposedMedia()
                .raw(Arrays.copyOf(whole, whole.length - 1000))
                .read(reader);
        assertThat(seconds(facts)).isEqualTo(1);
        assertThat(facts.get(Field.TRUNCATED)).contains(true);
    }

    @Test
    void junkBehindTheLastPageIsSteppedOver() throws IOException {
        OggFile file = vorbis(1, 44_100);
        file.media().ascii("OggS").zeros(5_000).ascii("OggSjunk").zeros(5_000);
        Facts facts = file.media().read(reader);
        assertThat(seconds(facts)).isEqualTo(1);
        assertThat(facts.has(Field.TRUNCATED)).isFalse();
    }

    @Test
    void aTailWithoutPagesMakesALocalFileBeScanned() throws IOException {
        OggFile file = vorbis(1, 44_100);
        file.media().zeros(400_000);
        assertThat(seconds(file.media().read(reader))).isEqualTo(1);
    }

    @Test
    void aRemoteFileCostsItsHeadAndItsTail() throws IOException {
        OggFile file = new OggFile().page(1, FIRST, 0, OggFile.opus(2, 312, 48_000));
        file.page(1, 0, 0, OggFile.opusTags("a=b", 3));
        for (int i = 1; i <= 200; i++) {
            file.page(1, 0, i * 48_000L, opusPackets(50));
        }
        Cost cost = file.media().remoteCost(reader);
        assertThat(cost.requests()).isEqualTo(2);
        assertThat(cost.bytesRead()).isLessThan(100_000);
        assertThat(seconds(file.media().readRemote(reader))).isEqualTo(199.994);
        assertThat(file.media().readRemote(reader).values())
                .isEqualTo(file.media().read(reader).values());
    }

    @Test
    void pagesWithoutAFirstOneAreMalformed() {
        ComposedMedia media = new OggFile().page(1, 0, 0, PACKET).media();
        assertThatThrownBy(() -> media.read(reader)).isInstanceOf(MalformedMediaException.class);
    }

    private static OggFile vorbis(int serial, long samples) {
        OggFile file = new OggFile()
                .page(serial, FIRST, 0, OggFile.vorbis(2, 44_100, 112_000))
                .page(serial, 0, 0, PACKET);
        long granule = 0;
        while (granule + 44_100 < samples) {
            granule += 44_100;
            file.page(serial, 0, granule, packets(50));
        }
        return file.page(serial, LAST, samples, packets(50));
    }

    private static byte[][] packets(int count) {
        byte[][] packets = new byte[count][];
        Arrays.fill(packets, PACKET);
        return packets;
    }

    /** Packets of 20 ms, which CELT codes in full band. */
    private static byte[][] opusPackets(int count) {
        byte[] packet = PACKET.clone();
        packet[0] = (byte) 0xf8;
        byte[][] packets = new byte[count][];
        Arrays.fill(packets, packet);
        return packets;
    }
}
