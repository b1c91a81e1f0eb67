package io.releasemedia.probe.format.wav;

import io.releasemedia.probe.format.codec.Bits;
import java.util.Optional;

/**
 * A DTS stream that a file declares as 16-bit stereo PCM, as DTS audio CDs do: core frames (ETSI TS 102 114 section
 * 5.3), in words of 16 or 14 bits of either byte order, each padded to the time it plays.
 *
 * @param channels low-frequency one included
 */
record DtsInPcm(int channels) {

    /** Bytes of the data that hold one frame and the start of the next. */
    static final int SEARCHED = 6 << 10;

    private static final int SYNC = 0x7ffe_8001;
    private static final int HEADER_WORDS = 10;
    private static final int PCM_FRAME = 4;
    private static final int[] CHANNELS = {1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6, 7, 8, 8};

    /** The stream in the start of the data, if two frames follow each other as the samples demand. */
    static Optional<DtsInPcm> find(byte[] data) {
        for (int i = 0; i + 2 * HEADER_WORDS <= data.length; i += 2) {
            int first = (data[i] & 0xff) << 8 | data[i + 1] & 0xff;
            boolean starts = first == 0x7ffe || first == 0xfe7f || first == 0x1fff || first == 0xff1f;
            if (starts) {
                Optional<DtsInPcm> stream = at(data, i, first);
                if (stream.isPresent()) {
                    return stream;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<DtsInPcm> at(byte[] data, int at, int first) {
        Bits bits = new Bits(words(data, at, first));
        if (bits.take(32) != SYNC) {
            return Optional.empty();
        }
        bits.skip(1 + 5 + 1);
        int samples = (bits.take(7) + 1) * 32;
        bits.skip(14);
        int arrangement = bits.take(6);
        bits.skip(4 + 5 + 5 + 3 + 2);
        boolean lowFrequency = bits.take(2) > 0;
        int next = at + samples * PCM_FRAME;
        if (arrangement >= CHANNELS.length
                || next + 2 > data.length
                || data[next] != data[at]
                || data[next + 1] != data[at + 1]) {
            return Optional.empty();
        }
        return Optional.of(new DtsInPcm(CHANNELS[arrangement] + (lowFrequency ? 1 : 0)));
    }

    /** The header as big-endian bits without the padding of 14-bit words. */
    private static byte[] words(byte[] data, int at, int first) {
        boolean little = first == 0xfe7f || first == 0xff1f;
        int width = first == 0x1fff || first == 0xff1f ? 14 : 16;
        byte[] packed = new byte[2 * HEADER_WORDS];
        int filled = 0;
        for (int i = at; i < at + 2 * HEADER_WORDS; i += 2) {
            int word = little ? data[i + 1] << 8 | data[i] & 0xff : data[i] << 8 | data[i + 1] & 0xff;
            for (int bit = width - 1; bit >= 0; bit--) {
                packed[filled >> 3] |= (byte) ((word >> bit & 1) << 7 - (filled & 7));
                filled++;
            }
        }
        return packed;
    }
}
