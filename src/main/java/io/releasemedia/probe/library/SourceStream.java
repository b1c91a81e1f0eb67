package io.releasemedia.probe.library;

import io.releasemedia.source.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A source's first bytes as a stream, for libraries that read streams; it ends at a limit. */
final class SourceStream extends InputStream {

    private static final int BLOCK = 16 << 10;

    private final ByteSource source;
    private final long limit;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long next;

    SourceStream(ByteSource source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        return fill() ? block.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, block.remaining());
        block.get(target, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        if (!block.hasRemaining() && next < limit) {
            block = source.read(next, (int) Math.min(BLOCK, limit - next));
            next += block.remaining();
        }
        return block.hasRemaining();
    }
}
