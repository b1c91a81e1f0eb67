package io.releasemedia.probe.format.wav;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * How chunks follow each other: RIFF in either byte order (8-byte headers, even lengths), or Sony Wave64 (GUIDs and
 * 64-bit sizes that include the header, multiples of 8 bytes).
 *
 * <p>RIFF writers forget the padding byte after an odd size, or count or add a zero too many. Where no chunk is at the
 * expected place, the nearest known one close by is taken.
 */
enum ChunkLayout {
    RIFF(ByteOrder.LITTLE_ENDIAN),
    RIFX(ByteOrder.BIG_ENDIAN),
    WAVE64(ByteOrder.LITTLE_ENDIAN);

    /** No file is larger (1 EiB); a length that leads beyond is no length. */
    private static final long MAX_OFFSET = 1L << 60;

    private static final int SEARCHED = 64;
    private static final Set<String> KNOWN = Set.of(
            "fmt ", "data", "fact", "ds64", "LIST", "JUNK", "junk", "PAD ", "FLLR", "bext", "iXML", "axml", "chna",
            "id3 ", "ID3 ", "cue ", "plst", "smpl", "inst", "PEAK", "cart", "_PMX", "acid", "strc", "levl", "DISP",
            "umid", "minf", "elm1", "regn", "afsp", "DGDA", "wavl", "slnt", "mext", "r64m", "bxml");

    private final ByteOrder order;

    ChunkLayout(ByteOrder order) {
        this.order = order;
    }

    /**
     * One chunk.
     *
     * @param id four characters, lower or upper case as found
     * @param start offset of its body
     * @param size bytes of its body, as declared; may be anything from 0 on
     * @param next offset of the following chunk if the size is right
     */
    record Chunk(String id, long start, long size, long next) {}

    /** Byte order of all numbers. */
    ByteOrder order() {
        return order;
    }

    /** Unsigned 32 bits in this layout's order. */
    long u32(ByteWindow in) throws IOException {
        return order == ByteOrder.BIG_ENDIAN ? in.u32be() : in.u32le();
    }

    /** The chunk at the position, which moves to its body; empty where there is none. */
    Optional<Chunk> next(ByteWindow in) throws IOException {
        if (this == WAVE64) {
            return nextOfWave64(in);
        }
        if (!in.has(8) || !settle(in)) {
            return Optional.empty();
        }
        String id = in.ascii(4);
        long size = u32(in);
        long start = in.position();
        return Optional.of(new Chunk(id, start, size, start + size + (size & 1)));
    }

    /** Moves behind a chunk; one byte before the next is fetched with it, because a chunk may start there. */
    void leave(ByteWindow in, Chunk chunk) throws IOException {
        if (chunk.size() % 2 == 1) {
            in.seek(chunk.next() - 1).has(SEARCHED);
        }
        in.seek(chunk.next());
    }

    /** Whether a chunk of a common type starts at the position. */
    boolean startsKnownChunk(ByteWindow in) throws IOException {
        return in.has(8) && KNOWN.contains(new String(in.peekBytes(4), StandardCharsets.ISO_8859_1));
    }

    private Optional<Chunk> nextOfWave64(ByteWindow in) throws IOException {
        if (!in.has(24)) {
            return Optional.empty();
        }
        String id = in.ascii(4);
        in.skip(12);
        long size = in.i64le() - 24;
        long start = in.position();
        if (size < 0 || size > MAX_OFFSET - start) {
            // Only the last chunk of a stream has no size.
            return Optional.of(new Chunk(id, start, 0, start));
        }
        return Optional.of(new Chunk(id, start, size, (start + size + 7) / 8 * 8));
    }

    /** Moves to the chunk that starts here or close by; false where there is none. */
    private boolean settle(ByteWindow in) throws IOException {
        if (startsKnownChunk(in)) {
            return true;
        }
        long expected = in.position();
        byte[] around = in.seek(expected - 1).peekBytes(SEARCHED);
        for (int i = 0; i + 8 <= around.length; i++) {
            if (isKnown(around, i) || i == 1 && isPlausible(around, i)) {
                in.seek(expected - 1 + i);
                return true;
            }
        }
        return false;
    }

    private static boolean isKnown(byte[] bytes, int at) {
        return isPlausible(bytes, at) && KNOWN.contains(new String(bytes, at, 4, StandardCharsets.ISO_8859_1));
    }

    private static boolean isPlausible(byte[] bytes, int at) {
        for (int i = at; i < at + 4; i++) {
            if (bytes[i] < ' ' || bytes[i] > '~') {
                return false;
            }
        }
        return true;
    }
}
