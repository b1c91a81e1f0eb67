package io.releasemedia.probe.format.mp4;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * The header of a box (ISO/IEC 14496-12 section 4.2; an atom in QuickTime).
 *
 * @param type four characters, any bytes as Latin-1
 * @param start offset of the header
 * @param body offset of the first byte behind the header
 * @param end offset behind the box; at a file's top level it may lie behind the file's end
 */
public record Box(String type, long start, long body, long end) {

    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;

    /**
     * The box at the position among the children of a box that ends at {@code limit}; leaves the position at its body.
     * Empty where no box fits or its size is none: a list of children may end with four zero bytes. A child that claims
     * to be longer than its parent ends with it.
     */
    public static Optional<Box> child(ByteWindow in, long limit) throws IOException {
        long start = in.position();
        if (limit - start < HEADER) {
            return Optional.empty();
        }
        long size = in.u32be();
        String type = in.ascii(4);
        if (size == 1 && limit - start >= LONG_HEADER) {
            size = in.i64be();
        }
        long body = in.position();
        return size < body - start
                ? Optional.empty()
                : Optional.of(new Box(type, start, body, size > limit - start ? limit : start + size));
    }

    /**
     * The box at the position at the file's top level; leaves the position at its body. Empty at the file's end and
     * before bytes that are no box. A size of 0 reaches to the file's end.
     *
     * @param limit the file's length, {@link Long#MAX_VALUE} where it is not known
     */
    public static Optional<Box> top(ByteWindow in, long limit) throws IOException {
        long start = in.position();
        if (limit - start < HEADER || !in.has(HEADER)) {
            return Optional.empty();
        }
        long size = in.u32be();
        String type = in.ascii(4);
        if (size == 1) {
            size = in.i64be();
        }
        long body = in.position();
        if (size == 0) {
            return Optional.of(new Box(type, start, body, limit));
        }
        long end = start + size;
        return size < body - start || end < start ? Optional.empty() : Optional.of(new Box(type, start, body, end));
    }

    /** Bytes of the body. */
    public long length() {
        return end - body;
    }
}
