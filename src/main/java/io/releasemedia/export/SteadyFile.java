package io.releasemedia.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A file that is forced to the disk while it is being written, some at a time and beside the writing, so that forcing it
 * at its end is quick. A journaling file system does the same for files that were made meanwhile.
 */
final class SteadyFile extends OutputStream {

    private static final long AT_ONCE = 1 << 20;

    private final FileChannel file;
    private CompletableFuture<Void> forced = CompletableFuture.completedFuture(null);
    private long unforced;

    /** Writes to a file, which is closed with this. */
    SteadyFile(FileChannel file) {
        this.file = file;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
        unforced += length;
        if (unforced >= AT_ONCE && forced.isDone()) {
            await();
            unforced = 0;
            forced = CompletableFuture.runAsync(this::force, SteadyFile::start);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "export-force");
        thread.setDaemon(true);
        thread.start();
    }

    private void force() {
        try {
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A failure must not be lost: the kernel tells of it once. */
    private void await() throws IOException {
        try {
            forced.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException failure ? failure.getCause() : new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            await();
        }
    }
}
