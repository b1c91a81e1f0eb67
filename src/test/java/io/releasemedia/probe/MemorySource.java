package io.releasemedia.probe;

import io.releasemedia.source.ByteSource;
import io.releasemedia.source.Cost;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/** A source whose bytes the test holds; it counts what is read and whether it was closed. */
final class MemorySource implements ByteSource {

    private final byte[] bytes;
    private final boolean remote;
    private final boolean knowsLength;
    private long bytesRead;
    private int requests;
    private volatile boolean closed;

    private MemorySource(byte[] bytes, boolean remote, boolean knowsLength) {
        this.bytes = bytes;
        this.remote = remote;
        this.knowsLength = knowsLength;
    }

    static MemorySource local(byte[] bytes) {
        return new MemorySource(bytes, false, true);
    }

    static MemorySource remote(byte[] bytes) {
        return new MemorySource(bytes, true, true);
    }

    /** A remote source that does not say how long it is. */
    static MemorySource withoutLength(byte[] bytes) {
        return new MemorySource(bytes, true, false);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public OptionalLong length() {
        return knowsLength ? OptionalLong.of(bytes.length) : OptionalLong.empty();
    }

    @Override
    public ByteBuffer read(long offset, int length) {
        int from = (int) Math.min(offset, bytes.length);
        int count = Math.min(length, bytes.length - from);
        bytesRead += count;
        requests++;
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + count));
    }

    @Override
    public boolean isRemote() {
        return remote;
    }

    @Override
    public Cost cost() {
        return new Cost(bytesRead, remote ? requests : 0);
    }

    @Override
    public void close() {
        closed = true;
    }
}
