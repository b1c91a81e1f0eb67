package io.releasemedia.probe.format.codec;

/**
 * Reads bit fields from bytes, most significant bit first. Behind the end it reads zeros and remembers it, so that a
 * parser asks {@link #overrun()} once at its end instead of checking each field.
 */
public final class Bits {

    private final byte[] bytes;
    private long position;

    /** At the first bit of {@code bytes}. */
    public Bits(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The next {@code count} bits, 0 to 32, as an unsigned number in the low bits of an int. */
    public int take(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** The next {@code count} bits, which stay where they are. */
    public int peek(int count) {
        long mark = position;
        int value = take(count);
        position = mark;
        return value;
    }

    /** Whether the next bit is set. */
    public boolean flag() {
        return bit() != 0;
    }

    /** Steps over {@code count} bits. */
    public Bits skip(int count) {
        position += Math.max(0, count);
        return this;
    }

    /** Moves to the next byte boundary, counted from the first bit. */
    public Bits align() {
        position = (position + 7) & ~7L;
        return this;
    }

    /** Bits that are left; negative behind the end. */
    public long remaining() {
        return bytes.length * 8L - position;
    }

    /** Number of bits read. */
    public long position() {
        return position;
    }

    /** Whether more was read than there is. */
    public boolean overrun() {
        return remaining() < 0;
    }

    private int bit() {
        long at = position++;
        int index = (int) (at >> 3);
        return at >> 3 >= bytes.length ? 0 : bytes[index] >> (7 - (int) (at & 7)) & 1;
    }
}
