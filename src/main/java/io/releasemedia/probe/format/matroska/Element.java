package io.releasemedia.probe.format.matroska;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * The header of an EBML element (RFC 8794 sections 4 to 6).
 *
 * @param id identifier with its length marker, as specifications write it
 * @param start offset of the header
 * @param body offset of the first byte behind the header
 * @param end offset behind the element; {@link #UNKNOWN} where it ends with the next element of its parent
 */
record Element(int id, long start, long body, long end) {

    static final long UNKNOWN = Long.MAX_VALUE;

    /**
     * The element at the position; leaves the position at its body. Empty at {@code limit}, at the file's end, and
     * before bytes that are no element. An element that claims to be longer than its parent ends with it.
     */
    static Optional<Element> next(ByteWindow in, long limit) throws IOException {
        long start = in.position();
        if (limit - start < 2 || !in.has(2)) {
            return Optional.empty();
        }
        int first = in.u8();
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (length > 4) {
            return Optional.empty();
        }
        int id = first;
        for (int i = 1; i < length; i++) {
            id = id << 8 | in.u8();
        }
        int sizeLength = Integer.numberOfLeadingZeros(in.u8()) - 23;
        if (sizeLength > 8) {
            return Optional.empty();
        }
        long size = vint(in.skip(-1));
        long body = in.position();
        if (size == (1L << 7 * sizeLength) - 1) {
            return Optional.of(new Element(id, start, body, UNKNOWN));
        }
        return Optional.of(new Element(id, start, body, size > limit - body ? limit : body + size));
    }

    /** The number that starts at the position, without its length marker; 0 and one byte on where there is none. */
    static long vint(ByteWindow in) throws IOException {
        int first = in.u8();
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (length > 8) {
            return 0;
        }
        long value = first & 0xff >> length;
        for (int i = 1; i < length; i++) {
            value = value << 8 | in.u8();
        }
        return value;
    }

    /** Bytes of the body. */
    long length() {
        return end - body;
    }

    /** The body as an unsigned integer of up to 8 bytes. */
    long unsigned(ByteWindow in) throws IOException {
        long value = 0;
        for (long i = 0; i < Math.min(8, length()); i++) {
            value = value << 8 | in.u8();
        }
        return value;
    }

    /** The body as a float of 4 or 8 bytes; 0 for an empty body. */
    double real(ByteWindow in) throws IOException {
        if (length() == 4) {
            return Float.intBitsToFloat(in.i32be());
        }
        return length() == 8 ? Double.longBitsToDouble(in.i64be()) : 0;
    }

    /** The body as Latin-1 text up to its first zero, at most 256 bytes. */
    String text(ByteWindow in) throws IOException {
        String text = in.ascii((int) Math.min(256, length()));
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }
}
