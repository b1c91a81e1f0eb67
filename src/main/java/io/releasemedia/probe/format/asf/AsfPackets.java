package io.releasemedia.probe.format.asf;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** The data object behind the header: packets of one size, each with the time it is sent at (chapter 5). */
final class AsfPackets {

    /** Bytes of the data object before its first packet. */
    static final int DATA_HEADER = 50;

    private static final int PACKET_HEADER = 64;

    private AsfPackets() {}

    /** When the last packet ends, in milliseconds; 0 where that cannot be told. */
    static long lastMillis(ByteWindow in, long dataStart, long packetSize) throws IOException {
        if (in.length().isEmpty()
                || packetSize < PACKET_HEADER
                || dataStart > in.length().getAsLong()) {
            return 0;
        }
        long first = dataStart + DATA_HEADER;
        long packets = (in.length().getAsLong() - first) / packetSize;
        if (packets <= 0) {
            return 0;
        }
        in.readAhead(PACKET_HEADER).seek(first + (packets - 1) * packetSize);
        if ((in.peekBytes(1)[0] & 0x80) != 0) {
            in.skip(1 + (in.u8() & 0x0f) - 1);
        }
        int lengths = in.u8();
        in.skip(1);
        // Packet length, sequence and padding length have 0, 1, 2 or 4 bytes each, as two bits tell.
        in.skip(bytes(lengths >> 5) + bytes(lengths >> 1) + bytes(lengths >> 3));
        return in.u32le() + in.u16le();
    }

    private static int bytes(int type) {
        return (1 << (type & 3)) >> 1;
    }
}
