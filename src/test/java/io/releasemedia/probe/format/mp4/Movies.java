package io.releasemedia.probe.format.mp4;

import static io.releasemedia.probe.format.mp4.ComposedFile.ascii;
import static io.releasemedia.probe.format.mp4.ComposedFile.box;
import static io.releasemedia.probe.format.mp4.ComposedFile.join;
import static io.releasemedia.probe.format.mp4.ComposedFile.u16;
import static io.releasemedia.probe.format.mp4.ComposedFile.u32;
import static io.releasemedia.probe.format.mp4.ComposedFile.u64;
import static io.releasemedia.probe.format.mp4.ComposedFile.u8;

import java.util.Arrays;

/** Boxes of small movies. */
final class Movies {

    /** AAC LC, 44.1 kHz, 2 channels. */
    static final byte[] AAC_STEREO = u8(0x12, 0x10);

    private Movies() {}

    static byte[] ftyp(String brand) {
        return box("ftyp", ascii(brand), u32(0), ascii("isom"));
    }

    static byte[] mvhd(long timescale, long duration) {
        return box("mvhd", u32(0, 0, 0, timescale, duration), new byte[80]);
    }

    static byte[] tkhd(long id) {
        return box("tkhd", u32(7, 0, 0, id, 0, 0), new byte[52], u32(0, 0));
    }

    static byte[] mdhd(long timescale, long duration) {
        return box("mdhd", u32(0, 0, 0, timescale, duration, 0));
    }

    static byte[] hdlr(String type) {
        return box("hdlr", u32(0, 0), ascii(type), new byte[13]);
    }

    static byte[] esds(int objectType, long max, long average, byte[] config) {
        byte[] specific = join(u8(5, config.length), config);
        byte[] decoder = join(u8(4, 13 + specific.length, objectType, 0x15, 0, 0, 0), u32(max, average), specific);
        return box("esds", u32(0), u8(3, 3 + decoder.length, 0, 1, 0), decoder);
    }

    /** A sound sample entry of version 0. */
    static byte[] sound(String format, int channels, int bits, long rate, byte[]... children) {
        return box(format, new byte[6], u16(1, 0, 0, 0, 0, channels, bits, 0, 0), u32(rate << 16), join(children));
    }

    static byte[] picture(String format, int width, int height, byte[]... children) {
        return box(format, new byte[6], u16(1), new byte[16], u16(width, height), new byte[50], join(children));
    }

    /** Tables of samples that all last {@code delta} and have these sizes. */
    static byte[] tables(byte[] entry, long delta, long... sizes) {
        return box(
                "stbl",
                box("stsd", u32(0, 1), entry),
                box("stts", u32(0, sizes.length > 0 ? 1 : 0), sizes.length > 0 ? u32(sizes.length, delta) : u8()),
                box("stsz", u32(0, 0, sizes.length), u32(sizes)),
                box("stco", u32(0, 1, 48)));
    }

    static byte[] track(long id, String handler, byte[] mdhd, byte[] stbl, byte[]... more) {
        return box("trak", tkhd(id), join(more), box("mdia", mdhd, hdlr(handler), box("minf", stbl)));
    }

    /** A second of AAC: 10 samples of 4,410 ticks. */
    static byte[] aacTrack(byte[] entry, long... sizes) {
        return track(1, "soun", mdhd(44_100, 4410L * sizes.length), tables(entry, 4410, sizes));
    }

    static long[] sizes(int count, long size) {
        long[] sizes = new long[count];
        Arrays.fill(sizes, size);
        return sizes;
    }

    static byte[] mdat(int length) {
        return box("mdat", new byte[length]);
    }

    /** A box with a 64-bit size. */
    static byte[] wide(String type, byte[] body) {
        return join(u32(1), ascii(type), u64(16 + body.length), body);
    }
}
