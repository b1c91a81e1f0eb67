package io.releasemedia.probe.format.mpegts;

import java.util.Optional;

/**
 * The header of a PES packet (ISO/IEC 13818-1 section 2.4.3.6).
 *
 * @param streamId kind and number of the stream
 * @param pts presentation time in 90 kHz ticks; -1 where there is none
 * @param dts decoding time, the presentation time where there is none of its own
 * @param payload offset of the first byte behind the header
 */
public record PesHeader(int streamId, long pts, long dts, int payload) {

    private static final int PROGRAM_MAP = 0xbc;
    private static final int PADDING = 0xbe;
    private static final int PRIVATE_2 = 0xbf;

    /** The header at an offset; empty where no packet of sound, pictures or private data starts there. */
    public static Optional<PesHeader> parse(byte[] data, int offset) {
        if (offset + 9 > data.length || data[offset] != 0 || data[offset + 1] != 0 || data[offset + 2] != 1) {
            return Optional.empty();
        }
        int id = data[offset + 3] & 0xff;
        if (id < PROGRAM_MAP || id == PROGRAM_MAP || id == PADDING || id == PRIVATE_2) {
            return Optional.empty();
        }
        if ((data[offset + 6] & 0xc0) != 0x80) {
            return mpeg1(data, offset, id);
        }
        int flags = data[offset + 7] & 0xc0;
        int payload = offset + 9 + (data[offset + 8] & 0xff);
        long pts = flags >= 0x80 && offset + 14 <= data.length ? time(data, offset + 9) : -1;
        long dts = flags == 0xc0 && offset + 19 <= data.length ? time(data, offset + 14) : pts;
        return Optional.of(new PesHeader(id, pts, dts, payload));
    }

    /** The header of MPEG-1 (ISO/IEC 11172-1 section 2.4.3.3): stuffing, buffer size, times. */
    private static Optional<PesHeader> mpeg1(byte[] data, int offset, int id) {
        int at = offset + 6;
        while (at < data.length && at < offset + 22 && data[at] == -1) {
            at++;
        }
        if (at + 2 < data.length && (data[at] & 0xc0) == 0x40) {
            at += 2;
        }
        int kind = at + 10 <= data.length ? data[at] & 0xf0 : 0;
        long pts = kind == 0x20 || kind == 0x30 ? time(data, at) : -1;
        long dts = kind == 0x30 ? time(data, at + 5) : pts;
        return Optional.of(new PesHeader(id, pts, dts, at + (kind == 0x30 ? 10 : kind == 0x20 ? 5 : 1)));
    }

    private static long time(byte[] data, int at) {
        return (data[at] & 0x0eL) << 29
                | (data[at + 1] & 0xffL) << 22
                | (data[at + 2] & 0xfeL) << 14
                | (data[at + 3] & 0xffL) << 7
                | (data[at + 4] & 0xfeL) >> 1;
    }
}
