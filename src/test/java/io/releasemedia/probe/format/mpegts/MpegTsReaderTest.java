package io.releasemedia.probe.format.mpegts;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MpegTsReaderTest {

    private static final int MAP = 0x100;
    private static final int VIDEO = 0x101;
    private static final int AUDIO = 0x102;
    private static final byte[] SPS = hex("0000000167f40028919b280f0044fc4e0220000003002000000641e30632c000");
    private static final byte[] AC3 = hex("0b77 0000 1e 40 e1 0000000000000000000000");

    private final MpegTsReader reader = new MpegTsReader();

    /** A packet, filled up by an adaptation field. */
    private static byte[] packet(int pid, boolean first, byte[] payload) {
        int stuffing = 184 - payload.length;
        byte[] field = new byte[stuffing];
        if (stuffing > 0) {
            field[0] = (byte) (stuffing - 1);
        }
        return join(u8(0x47), u16(pid | (first ? 0x4000 : 0)), u8(stuffing > 0 ? 0x30 : 0x10), field, payload);
    }

    private static byte[] association() {
        byte[] section =
                join(u8(0, 0xb0, 17), u16(1), u8(0xc1, 0, 0), u16(0, 0xe010), u16(1, 0xe000 | MAP), new byte[4]);
        return packet(0, true, join(u8(0), section));
    }

    private static byte[] stream(int type, int pid, byte[] descriptors) {
        return join(u8(type), u16(0xe000 | pid, 0xf000 | descriptors.length), descriptors);
    }

    private static byte[] map(byte[]... streams) {
        byte[] body = join(u16(1), u8(0xc1, 0, 0), u16(0xe000 | VIDEO, 0xf000), join(streams), new byte[4]);
        return packet(MAP, true, join(u8(0, 2), u16(0xb000 | body.length), body));
    }

    private static byte[] pes(int pid, long pts, byte[] data) {
        byte[] time =
                u8((int) (0x21 | pts >> 29 & 14), (int) (pts >> 22), (int) (1 | pts >> 14), (int) (pts >> 7), (int)
                        (1 | pts << 1));
        return packet(pid, true, join(u8(0, 0, 1, pid == VIDEO ? 0xe0 : 0xc0), u16(0), u8(0x80, 0x80, 5), time, data));
    }

    /** A segment that was cut before the next key picture, as live streams are. */
    @Test
    void readsTheSizeFromTheFirstKeyPicture() throws IOException {
        byte[] filler = new byte[184];
        Arrays.fill(filler, (byte) 0x55);
        List<byte[]> file = new ArrayList<>(List.of(association(), map(stream(0x1b, VIDEO, new byte[0]))));
        for (int picture = 0; picture < 10; picture++) {
            file.add(pes(VIDEO, 3600L * picture, hex("00000001 41 9a00")));
            for (int i = 0; i < 40; i++) {
                file.add(packet(VIDEO, false, filler));
            }
        }
        for (int picture = 10; picture < 60; picture++) {
            file.add(pes(VIDEO, 3600L * picture, SPS));
        }

        assertThat(ComposedFile.of(file.toArray(byte[][]::new)).local(reader).values())
                .containsKeys(Field.WIDTH, Field.HEIGHT);
    }

    /** Pictures every 3,600 ticks and sound every 2,880, from {@code start} on. */
    private static List<byte[]> second(long start, byte[] sound) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            packets.add(pes(VIDEO, start + i * 3600L & (1L << 33) - 1, SPS));
            packets.add(pes(AUDIO, start + i * 3600L & (1L << 33) - 1, sound));
        }
        return packets;
    }

    private static byte[] file(long start, long last, byte[]... types) {
        List<byte[]> packets = new ArrayList<>(List.of(association(), map(types)));
        packets.addAll(second(start, AC3));
        packets.addAll(second(last, AC3));
        return join(packets.toArray(byte[][]::new));
    }

    private static byte[] avcAndAc3() {
        return join(stream(0x1b, VIDEO, u8()), stream(0x81, AUDIO, u8()));
    }

    @Test
    void readsPicturesAndSound() throws IOException {
        Facts facts = ComposedFile.of(file(900_000, 900_000 + 9 * 90_000, avcAndAc3()))
                .local(reader);

        assertThat(facts.values())
                .containsEntry(Field.CODEC, "h264")
                .containsEntry(Field.WIDTH, 1920L)
                .containsEntry(Field.HEIGHT, 1080L)
                .containsEntry(Field.AUDIO_CODEC, "ac3")
                .containsEntry(Field.CHANNELS, "6")
                .containsEntry(Field.SAMPLE_RATE, "48000")
                .containsEntry(Field.BITRATE, "448")
                .containsEntry(Field.MIME_TYPE, "video/mp2t");
    }

    /** The clock has 33 bits. */
    @ParameterizedTest
    @CsvSource({"900000", "8589484592"})
    void readsTheDuration(long start) throws IOException {
        long last = start + 60 * 90_000 & (1L << 33) - 1;
        ComposedFile file = ComposedFile.of(file(start, start + 90_000, avcAndAc3()))
                .gap(188 * 100_000)
                .add(pes(VIDEO, last, SPS));

        Facts facts = file.local(reader);

        assertThat((BigDecimal) facts.get(Field.DURATION).orElseThrow())
                .isBetween(new BigDecimal("60"), new BigDecimal("60.1"));
        file.remote(reader);
        assertThat(file.cost().requests()).isLessThanOrEqualTo(4);
        assertThat(file.cost().bytesRead()).isLessThanOrEqualTo(300_000);
    }

    /** Time codes before each packet, as camcorders write them, and checksums behind. */
    @ParameterizedTest
    @CsvSource({"4, 0", "0, 16"})
    void readsPacketsOfOtherSizes(int before, int behind) throws IOException {
        byte[] plain = file(0, 90_000, avcAndAc3());
        byte[] wide = new byte[0];
        for (int i = 0; i < plain.length; i += 188) {
            wide = join(wide, new byte[before], Arrays.copyOfRange(plain, i, i + 188), new byte[behind]);
        }

        assertThat(ComposedFile.of(wide).local(reader).values())
                .containsEntry(Field.CODEC, "h264")
                .containsEntry(Field.AUDIO_CODEC, "ac3");
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(0x03, u8(), "mp2"),
                Arguments.of(0x0f, u8(), "aac"),
                Arguments.of(0x11, u8(), "aac_latm"),
                Arguments.of(0x87, u8(), "eac3"),
                Arguments.of(0x06, hex("6a0100"), "ac3"),
                Arguments.of(0x06, hex("7a0100"), "eac3"),
                Arguments.of(0x06, hex("0a04646575007b0100"), "dts"),
                Arguments.of(0x06, join(u8(5, 4), ascii("Opus")), "opus"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void namesSound(int type, byte[] descriptors, String codec) throws IOException {
        List<byte[]> packets = new ArrayList<>(List.of(association(), map(stream(type, AUDIO, descriptors))));
        for (int i = 0; i < 9; i++) {
            packets.add(pes(AUDIO, i * 2880L, new byte[100]));
        }

        Facts facts = ComposedFile.of(packets.toArray(byte[][]::new)).local(reader);

        assertThat(facts.values()).containsEntry(Field.CODEC, codec).containsEntry(Field.MIME_TYPE, "audio/mp2t");
    }

    @Test
    void readsAdts() throws IOException {
        // 48 kHz, 2 channels, frames of 107 bytes.
        byte[] frame = join(hex("fff14c800d7ffc"), new byte[100]);
        List<byte[]> packets = new ArrayList<>(List.of(association(), map(stream(0x0f, AUDIO, u8()))));
        for (int i = 0; i < 20; i++) {
            packets.add(pes(AUDIO, i * 1920L, frame));
        }

        Facts facts = ComposedFile.of(packets.toArray(byte[][]::new)).local(reader);

        assertThat(facts.values())
                .containsEntry(Field.SAMPLE_RATE, "48000")
                .containsEntry(Field.CHANNELS, "2")
                .containsEntry(Field.BITRATE, "40")
                .containsEntry(Field.DURATION, new BigDecimal("0.427"));
    }

    @Test
    void refusesOtherFiles() {
        assertThatThrownBy(() -> ComposedFile.of(new byte[1000]).local(reader))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> ComposedFile.of(u8(0x47)).local(reader)).isInstanceOf(MalformedMediaException.class);
        byte[] alone = join(association(), association(), association(), association());
        assertThatThrownBy(() -> ComposedFile.of(alone).local(reader)).isInstanceOf(MalformedMediaException.class);
    }
}
