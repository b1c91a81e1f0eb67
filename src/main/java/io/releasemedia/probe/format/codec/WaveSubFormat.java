package io.releasemedia.probe.format.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The sub-format GUID of a {@code WAVEFORMATEXTENSIBLE}: most carry a format tag in their first field (ksmedia.h,
 * {@code KSDATAFORMAT_SUBTYPE_WAVEFORMATEX}; the same with the tail of ambisonic B-format), a few stand for a codec.
 *
 * @param formatTag the tag, 0 where the GUID carries none
 * @param codec ffprobe's name where the GUID itself stands for a codec, else empty
 */
record WaveSubFormat(int formatTag, String codec) {

    private static final long TAG_HIGH = 0x0000_0010L;
    private static final long TAG_LOW = 0x8000_00aa_0038_9b71L;
    private static final long AMBISONIC_HIGH = 0x0721_11d3L;
    private static final long AMBISONIC_LOW = 0x8644_c8c1_ca00_0000L;
    private static final long DVD_LOW = 0xb4d1_0080_5f6c_bbeaL;

    private static final WaveSubFormat UNKNOWN = new WaveSubFormat(0, "");

    /** In a big-endian file writers keep the GUID's bytes as they are everywhere, or swap its fields like the rest. */
    static WaveSubFormat parse(ByteBuffer in, int at) {
        WaveSubFormat usual = parseOrdered(in.duplicate().order(ByteOrder.LITTLE_ENDIAN), at);
        return usual.equals(UNKNOWN) ? parseOrdered(in, at) : usual;
    }

    private static WaveSubFormat parseOrdered(ByteBuffer in, int at) {
        int first = in.getInt(at);
        long middle = (in.getShort(at + 4) & 0xffffL) << 16 | in.getShort(at + 6) & 0xffffL;
        long last = in.duplicate().order(ByteOrder.BIG_ENDIAN).getLong(at + 8);
        boolean tagged = middle == TAG_HIGH && last == TAG_LOW || middle == AMBISONIC_HIGH && last == AMBISONIC_LOW;
        if (tagged) {
            return new WaveSubFormat(first & 0xffff, "");
        }
        if (middle == 0xdb46_11cfL && last == DVD_LOW) {
            return new WaveSubFormat(
                    0,
                    switch (first) {
                        case 0xe06d802b -> "mp2";
                        case 0xe06d802c -> "ac3";
                        case 0xe06d8032 -> "pcm_dvd";
                        case 0xe06d8033 -> "dts";
                        default -> "";
                    });
        }
        return new WaveSubFormat(
                0,
                switch (first) {
                    case 0xa7fb87af -> "eac3";
                    case 0xe923aabf -> "atrac3p";
                    case 0x47e142d2 -> "atrac9";
                    default -> "";
                });
    }
}
