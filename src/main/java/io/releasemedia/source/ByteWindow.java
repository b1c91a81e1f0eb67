package io.releasemedia.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * A cursor over a {@link ByteSource} that remembers the blocks it fetched, so that going back costs nothing and small
 * reads become few large ones.
 *
 * <p>All reads start at {@link #position()} and move it, unless they are called {@code peek}. A read that needs more
 * bytes than there are throws {@link EOFException} and leaves the position where it was. No read allocates more than
 * {@link #MAX_READ} bytes, whatever a header claims.
 */
public final class ByteWindow {

    /** The most that one read may ask for. */
    public static final int MAX_READ = 1 << 20;

    private static final int LOCAL_BLOCK = 8 << 10;
    private static final int REMOTE_BLOCK = 8 << 10;
    private static final int KEPT_BLOCKS = 8;

    /**
     * Bytes of the source.
     *
     * @param last whether nothing follows them
     */
    private record Block(long start, ByteBuffer bytes, boolean last) {
        boolean holds(long offset, int length) {
            return offset >= start && offset - start <= bytes.limit() - length;
        }

        /** Whether it has what there is of these bytes: the end of the source is no reason to ask again. */
        boolean answers(long offset, int length) {
            return holds(offset, length) || last && offset >= start && offset - start <= bytes.limit();
        }
    }

    private final ByteSource source;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private Block current = new Block(0, ByteBuffer.allocate(0), false);
    private long position;
    private int readAhead;

    /** A window at the source's first byte; the source stays its opener's to close. */
    public ByteWindow(ByteSource source) {
        this.source = source;
        this.readAhead = source.isRemote() ? REMOTE_BLOCK : LOCAL_BLOCK;
    }

    /** What messages call the source. */
    public String name() {
        return source.name();
    }

    /** See {@link ByteSource#isRemote()}. */
    public boolean isRemote() {
        return source.isRemote();
    }

    /** See {@link ByteSource#cost()}. */
    public Cost cost() {
        return source.cost();
    }

    /** See {@link ByteSource#length()}. */
    public OptionalLong length() throws IOException {
        return source.length();
    }

    /** Bytes from the position to the end; {@link Long#MAX_VALUE} where the length is not known. */
    public long remaining() throws IOException {
        OptionalLong length = length();
        return length.isPresent() ? Math.max(0, length.getAsLong() - position) : Long.MAX_VALUE;
    }

    /** Offset of the next byte from the source's start. */
    public long position() {
        return position;
    }

    /** Moves to {@code offset}; behind the end is allowed, the next read then throws. */
    public ByteWindow seek(long offset) throws IOException {
        if (offset < 0) {
            throw new EOFException(name() + ": offset " + offset + " is before the start");
        }
        position = offset;
        return this;
    }

    /** Moves forward by {@code count}, or back if it is negative. */
    public ByteWindow skip(long count) throws IOException {
        long target = position + count;
        if (count > 0 && target < 0) {
            throw new EOFException(name() + ": a field at offset " + position + " points " + count + " bytes on");
        }
        return seek(target);
    }

    /** Sets how many bytes the following fetches take at least (bounded by {@link #MAX_READ}). */
    public ByteWindow readAhead(int bytes) {
        readAhead = Math.max(16, Math.min(bytes, MAX_READ));
        return this;
    }

    /** Whether {@code count} bytes follow the position; fetches them. */
    public boolean has(int count) throws IOException {
        return load(count);
    }

    /** Unsigned 8 bits. */
    public int u8() throws IOException {
        int at = need(1);
        position++;
        return current.bytes().get(at) & 0xff;
    }

    /** Unsigned 16 bits, big-endian. */
    public int u16be() throws IOException {
        int at = need(2);
        position += 2;
        return current.bytes().getShort(at) & 0xffff;
    }

    /** Unsigned 16 bits, little-endian. */
    public int u16le() throws IOException {
        return Short.reverseBytes((short) u16be()) & 0xffff;
    }

    /** Unsigned 24 bits, big-endian. */
    public int u24be() throws IOException {
        need(3);
        return u16be() << 8 | u8();
    }

    /** Unsigned 24 bits, little-endian. */
    public int u24le() throws IOException {
        need(3);
        return u16le() | u8() << 16;
    }

    /** Signed 32 bits, big-endian: also the type code of many containers. */
    public int i32be() throws IOException {
        int at = need(4);
        position += 4;
        return current.bytes().getInt(at);
    }

    /** Signed 32 bits, little-endian. */
    public int i32le() throws IOException {
        return Integer.reverseBytes(i32be());
    }

    /** Unsigned 32 bits, big-endian. */
    public long u32be() throws IOException {
        return i32be() & 0xffff_ffffL;
    }

    /** Unsigned 32 bits, little-endian. */
    public long u32le() throws IOException {
        return i32le() & 0xffff_ffffL;
    }

    /** 64 bits, big-endian; a value above {@link Long#MAX_VALUE} shows as negative. */
    public long i64be() throws IOException {
        int at = need(8);
        position += 8;
        return current.bytes().getLong(at);
    }

    /** 64 bits, little-endian; a value above {@link Long#MAX_VALUE} shows as negative. */
    public long i64le() throws IOException {
        return Long.reverseBytes(i64be());
    }

    /**
     * The next {@code count} bytes.
     *
     * @throws EOFException there are fewer, or {@code count} is negative or above {@link #MAX_READ}
     */
    public byte[] bytes(int count) throws IOException {
        int at = need(count);
        byte[] result = new byte[count];
        current.bytes().get(at, result);
        position += count;
        return result;
    }

    /** The next {@code count} bytes as Latin-1 text: for type codes and the like. */
    public String ascii(int count) throws IOException {
        return new String(bytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Whether the bytes at the position are these; the position stays. False at the end. */
    public boolean peek(String ascii) throws IOException {
        if (!load(ascii.length())) {
            return false;
        }
        int at = (int) (position - current.start());
        for (int i = 0; i < ascii.length(); i++) {
            if ((current.bytes().get(at + i) & 0xff) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Up to {@code count} bytes from the position on, fewer at the end; the position stays. */
    public byte[] peekBytes(int count) throws IOException {
        load(Math.min(count, MAX_READ));
        int at = (int) (position - current.start());
        int there = Math.max(0, Math.min(count, current.bytes().limit() - at));
        byte[] result = new byte[there];
        current.bytes().get(at, result);
        return result;
    }

    private int need(int count) throws IOException {
        if (!load(count)) {
            throw new EOFException(name() + ": ends at offset "
                    + (current.start() + current.bytes().limit()) + ", " + count + " bytes expected at offset "
                    + position);
        }
        return (int) (position - current.start());
    }

    /** Makes {@code current} the block with the position; true if it holds {@code count} bytes from there on. */
    private boolean load(int count) throws IOException {
        if (count < 0 || count > MAX_READ) {
            throw new EOFException(name() + ": a field at offset " + position + " claims " + (count & 0xffff_ffffL)
                    + " bytes, at most " + MAX_READ + " expected");
        }
        if (current.answers(position, count)) {
            return current.holds(position, count);
        }
        for (Block block : blocks) {
            if (block.answers(position, count)) {
                current = block;
                return current.holds(position, count);
            }
        }
        int asked = Math.max(count, readAhead);
        ByteBuffer bytes = source.read(position, asked);
        current = new Block(position, bytes, bytes.limit() < asked);
        if (blocks.size() == KEPT_BLOCKS) {
            // The first block is the file's head, which readers return to.
            Block head = blocks.removeFirst();
            blocks.removeFirst();
            blocks.addFirst(head);
        }
        blocks.addLast(current);
        return current.bytes().limit() >= count;
    }
}
