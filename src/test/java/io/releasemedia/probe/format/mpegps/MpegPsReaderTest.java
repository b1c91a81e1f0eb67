package io.releasemedia.probe.format.mpegps;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.hex;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.u16;
import static io.releasemedia.probe.format.mp4.ComposedFile.u8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.mp4.ComposedFile;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MpegPsReaderTest {

    private static final byte[] PACK = hex("000001ba 4400 0400 0401 0000 03f8");
    private static final byte[] MPEG_2 = hex("000001b31400f024ffffe018 000001b5148a00010000");
    private static final byte[] MPEG_1 = hex("000001b31400f023ffffe018 000001b80008004000 00");

    private final MpegPsReader reader = new MpegPsReader();

    private static byte[] pes(int id, long pts, byte[]... data) {
        byte[] time =
                u8((int) (0x21 | pts >> 29 & 14), (int) (pts >> 22), (int) (1 | pts >> 14), (int) (pts >> 7), (int)
                        (1 | pts << 1));
        byte[] body = join(u8(0x80, 0x80, 5), time, join(data));
        return join(u8(0, 0, 1, id), u16(body.length), body);
    }

    private static byte[] packs(int count, int id, byte[] video, byte[] audio) {
        byte[] bytes = new byte[0];
        for (int i = 0; i < count; i++) {
            bytes = join(bytes, PACK, pes(0xe0, 3600L * i, video), pes(id, 3600L * i, audio));
        }
        return bytes;
    }

    @Test
    void readsADvd() throws IOException {
        byte[] ac3 = join(u8(0x80, 1, 0, 1), hex("0b77 0000 1e 40 e1"), new byte[40]);

        Facts facts = ComposedFile.of(packs(50, 0xbd, MPEG_2, ac3)).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "mpeg2video")
                .containsEntry(Field.WIDTH, 320L)
                .containsEntry(Field.HEIGHT, 240L)
                .containsEntry(Field.FRAME_RATE, new BigDecimal("29.97"))
                .containsEntry(Field.DURATION, new BigDecimal("2"))
                .containsEntry(Field.AUDIO_CODEC, "ac3")
                .containsEntry(Field.CHANNELS, "6")
                .containsEntry(Field.BITRATE, "448")
                .containsEntry(Field.MIME_TYPE, "video/mpeg");
    }

    @Test
    void readsMpeg1WithMp2() throws IOException {
        byte[] mp2 = join(hex("fffd8404"), new byte[100]);

        Facts facts = ComposedFile.of(packs(50, 0xc0, MPEG_1, mp2)).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "mpeg1video")
                .containsEntry(Field.FRAME_RATE, new BigDecimal("25"))
                .containsEntry(Field.AUDIO_CODEC, "mp2")
                .containsEntry(Field.SAMPLE_RATE, "48000")
                .containsEntry(Field.BITRATE, "128");
    }

    /** 96 kHz, 24 bits, 2 channels. */
    @Test
    void readsPcm() throws IOException {
        byte[] pcm = join(u8(0xa0, 1, 0, 4, 0, 0x91, 0x80), new byte[100]);

        Facts facts = ComposedFile.of(packs(50, 0xbd, MPEG_2, pcm)).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.AUDIO_CODEC, "pcm_dvd")
                .containsEntry(Field.SAMPLE_RATE, "96000")
                .containsEntry(Field.CHANNELS, "2")
                .containsEntry(Field.BITS_PER_SAMPLE, 24L)
                .containsEntry(Field.BITRATE, "4608")
                .doesNotContainKey(Field.ESTIMATED);
    }

    @Test
    void readsPicturesWithoutPacks() throws IOException {
        assertThat(ComposedFile.of(MPEG_2, new byte[5000]).local(reader).values())
                .containsEntry(Field.CODEC, "mpeg2video")
                .containsEntry(Field.CONTAINER, "mpegvideo")
                .containsEntry(Field.WIDTH, 320L)
                .containsEntry(Field.HEIGHT, 240L)
                .containsEntry(Field.FRAME_RATE, new BigDecimal("29.97"))
                .containsEntry(Field.MIME_TYPE, "video/mpeg");
        assertThat(ComposedFile.of(MPEG_1, new byte[5000]).local(reader).values())
                .containsEntry(Field.CODEC, "mpeg1video");
    }

    @Test
    void readsTheLastTime() throws IOException {
        byte[] mp2 = join(hex("fffd8404"), new byte[100]);
        ComposedFile file = ComposedFile.of(packs(50, 0xc0, MPEG_2, mp2))
                .gap(10_000_000)
                .add(PACK, pes(0xe0, 90_000L * 60, MPEG_2));

        assertThat((BigDecimal) file.remote(reader).get(Field.DURATION).orElseThrow())
                .isBetween(new BigDecimal("60"), new BigDecimal("60.1"));
        assertThat(file.cost().requests()).isLessThanOrEqualTo(3);
    }

    @Test
    void refusesOtherFiles() {
        assertThatThrownBy(() -> ComposedFile.of(ascii("RIFF"), new byte[99]).local(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> ComposedFile.of(PACK, new byte[99]).local(reader))
                .isInstanceOf(MalformedMediaException.class);
    }
}
