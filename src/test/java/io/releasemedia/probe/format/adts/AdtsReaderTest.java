package io.releasemedia.probe.format.adts;

import static io.releasemedia.probe.format.codec.ComposedMedia.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AdtsReaderTest {

    private static final int HERTZ_44100 = 4;
    private static final int HERTZ_22050 = 7;

    private final AdtsReader reader = new AdtsReader();

    @Test
    void everyFrameStandsFor1024SamplesOfABlock() throws IOException {
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < 100; i++) {
            frame(media, HERTZ_44100, 2, i % 2 == 0 ? 1 : 2, new byte[100 + i]);
        }
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isCloseTo(150 * 1024 / 44_100.0, within(0.001));
        assertThat(facts.get(Field.CODEC)).contains("aac");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("44100");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
        assertThat(facts.get(Field.BITRATE))
                .contains(String.valueOf(Math.round(media.length() * 8 / (150 * 1024 / 44.1))));
    }

    @Test
    void channelConfiguration0HasThemInAProgramConfig() throws IOException {
        // Element 5, tag 0, LC, 44.1 kHz, a pair and a single one in front, a pair in back, one low-frequency one.
        byte[] block = bits("101" + "0000" + "01" + "0100" + "0010" + "0000" + "0001" + "01" + "000" + "0000" + "000"
                + "10000" + "00001" + "10001" + "0000" + "0".repeat(16));
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < 5; i++) {
            frame(media, HERTZ_44100, 0, 1, block);
        }
        assertThat(media.read(reader).get(Field.CHANNELS)).contains("6");
    }

    @Test
    void bandReplicationDoublesTheRate() throws IOException {
        // Anything, then a fill element of 4 bytes with an extension of type 13, the end element and padding.
        assertThat(lowRate("0101011011100101" + "110" + "0100" + "1101" + "0110".repeat(7) + "111")
                        .get(Field.SAMPLE_RATE))
                .contains("44100");
        // The same behind which plain filling keeps the rate constant.
        assertThat(lowRate("01010110111" + "110" + "0100" + "1101" + "0110".repeat(7) + "110" + "0010" + "0".repeat(16)
                                + "111")
                        .get(Field.SAMPLE_RATE))
                .contains("44100");
        assertThat(lowRate("0101011011100101" + "110" + "0100" + "0000" + "0110".repeat(7) + "111")
                        .get(Field.SAMPLE_RATE))
                .contains("22050");
    }

    @Test
    void adifDeclaresItsBitRate() throws IOException {
        byte[] header = bits("0" + "00" + "0" + "00000011111010000000000" + "0000" + "0".repeat(20) + "0000" + "01"
                + "0011" + "0001" + "0000" + "0000" + "00" + "000" + "0000" + "000" + "10000");
        ComposedMedia media = new ComposedMedia().ascii("ADIF").raw(header);
        Facts facts = media.zeros(16_000 - media.length()).read(reader);
        assertThat(seconds(facts)).isEqualTo(1);
        assertThat(facts.get(Field.BITRATE)).contains("128");
        assertThat(facts.get(Field.SAMPLE_RATE)).contains("48000");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
    }

    @Test
    void loasHasAConfigurationInItsElements() throws IOException {
        // A new configuration: version 0, one framing, one subframe, programme and layer, then AAC LC 44.1 kHz stereo.
        byte[] element =
                bits("0" + "0" + "1" + "000000" + "0000" + "000" + "00010" + "0100" + "0010" + "000" + "1".repeat(100));
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < 50; i++) {
            media.be(3, 0x56e000 | element.length).raw(element);
        }
        Facts facts = media.read(reader);
        assertThat(seconds(facts)).isCloseTo(50 * 1024 / 44_100.0, within(0.001));
        assertThat(facts.get(Field.CODEC)).contains("aac_latm");
        assertThat(facts.get(Field.CHANNELS)).contains("2");
    }

    @Test
    void otherBytesAreMalformed() {
        assertThatThrownBy(() -> new ComposedMedia().zeros(5000).read(reader))
                .isInstanceOf(MalformedMediaException.class);
    }

    private Facts lowRate(String block) throws IOException {
        ComposedMedia media = new ComposedMedia();
        for (int i = 0; i < 20; i++) {
            frame(media, HERTZ_22050, 2, 1, bits(block));
        }
        return media.read(reader);
    }

    private static void frame(ComposedMedia media, int rate, int channels, int blocks, byte[] data) {
        int length = 7 + data.length;
        media.be(4, 0xfff1_4000L | (long) rate << 10 | (long) channels << 6 | length >> 11)
                .be(3, (length & 0x7ffL) << 13 | 0x1ffc | blocks - 1)
                .raw(data);
    }

    private static byte[] bits(String bits) {
        StringBuilder hex = new StringBuilder();
        String padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
        for (int i = 0; i < padded.length(); i += 4) {
            hex.append(Integer.toHexString(Integer.parseInt(padded.substring(i, i + 4), 2)));
        }
        return HexFormat.of().parseHex(hex);
    }
}
