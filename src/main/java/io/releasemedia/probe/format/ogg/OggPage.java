package io.releasemedia.probe.format.ogg;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header of an Ogg page (RFC 3533 §6).
 *
 * @param start offset of the page in the file
 * @param flags 1: starts inside a packet, 2: first page of its stream, 4: last page
 * @param granule position at the end of the last packet that ends here, in the codec's terms; -1 where none ends
 * @param serial of the stream
 * @param headerLength bytes
 * @param bodyLength bytes
 * @param packets number of packets that end here
 */
record OggPage(long start, int flags, long granule, int serial, int headerLength, int bodyLength, int packets) {

    /** Bytes of the header without its segment table. */
    static final int FIXED_HEADER = 27;

    /** Bytes of the longest page. */
    static final int MAX_LENGTH = FIXED_HEADER + 255 + 255 * 255;

    private static final int CRC_AT = 22;
    private static final int SEGMENTS_AT = 26;
    private static final int FULL_SEGMENT = 255;
    private static final int[] CRC = crcTable();

    /** Reads the page at the window's position, which stays; empty where none is, or where its header is cut. */
    static Optional<OggPage> peek(ByteWindow in) throws IOException {
        if (!in.peek("OggS") || !in.has(FIXED_HEADER)) {
            return Optional.empty();
        }
        byte[] fixed = in.peekBytes(FIXED_HEADER);
        return parse(in.peekBytes(FIXED_HEADER + (fixed[SEGMENTS_AT] & 0xff)), 0, in.position());
    }

    /** Reads the page at an index of bytes whose first stands at offset {@code base} of the file. */
    static Optional<OggPage> parse(byte[] bytes, int at, long base) {
        if (bytes.length - at < FIXED_HEADER || !isCapture(bytes, at) || bytes[at + 4] != 0 || bytes[at + 5] > 7) {
            return Optional.empty();
        }
        int segments = bytes[at + SEGMENTS_AT] & 0xff;
        int headerLength = FIXED_HEADER + segments;
        if (bytes[at + 5] < 0 || bytes.length - at < headerLength) {
            return Optional.empty();
        }
        int body = 0;
        int packets = 0;
        for (int i = at + FIXED_HEADER; i < at + headerLength; i++) {
            int segment = bytes[i] & 0xff;
            body += segment;
            packets += segment < FULL_SEGMENT ? 1 : 0;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return Optional.of(new OggPage(
                base + at, bytes[at + 5], in.getLong(at + 6), in.getInt(at + 14), headerLength, body, packets));
    }

    static boolean isCapture(byte[] bytes, int at) {
        return at + 4 <= bytes.length
                && bytes[at] == 'O'
                && bytes[at + 1] == 'g'
                && bytes[at + 2] == 'g'
                && bytes[at + 3] == 'S';
    }

    /** Whether the checksum over the page at an index holds; false where the page is cut. */
    boolean isIntact(byte[] bytes, int at) {
        int length = headerLength + bodyLength;
        if (bytes.length - at < length) {
            return false;
        }
        int crc = 0;
        for (int i = 0; i < length; i++) {
            int value = i >= CRC_AT && i < CRC_AT + 4 ? 0 : bytes[at + i] & 0xff;
            crc = crc << 8 ^ CRC[crc >>> 24 ^ value];
        }
        return crc == ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + CRC_AT);
    }

    boolean isContinued() {
        return (flags & 1) != 0;
    }

    boolean isFirst() {
        return (flags & 2) != 0;
    }

    /** Offset of the body. */
    long body() {
        return start + headerLength;
    }

    /** Offset behind the page. */
    long end() {
        return start + headerLength + bodyLength;
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ 0x04c11db7 : crc << 1;
            }
            table[i] = crc;
        }
        return table;
    }
}
