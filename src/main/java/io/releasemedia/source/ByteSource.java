package io.releasemedia.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * Random access to the bytes of one media file, wherever it is kept.
 *
 * <p>A source belongs to one thread and is closed by whoever opened it. Every implementation enforces the {@link Budget}
 * it was opened with and throws {@link BudgetExceededException} once it is spent.
 */
public interface ByteSource extends Closeable {

    /** What messages call this source: a path, or a URL without its query. */
    String name();

    /**
     * Total number of bytes; empty where the other side does not say. A remote source may know it only after the first
     * read.
     *
     * @throws IOException the source cannot be asked
     */
    OptionalLong length() throws IOException;

    /**
     * Reads up to {@code length} bytes from {@code offset} on.
     *
     * @return a buffer from position 0 to its limit; shorter than asked for only where the source ends, empty at or
     *     behind the end
     * @throws IOException the bytes cannot be had
     */
    ByteBuffer read(long offset, int length) throws IOException;

    /** Whether each read is a round trip over a network, so that few large reads beat many small ones. */
    boolean isRemote();

    /** What reading has cost so far. */
    Cost cost();

    @Override
    void close() throws IOException;
}
