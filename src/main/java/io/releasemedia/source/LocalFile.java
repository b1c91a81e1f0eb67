package io.releasemedia.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A regular file on a local disk, opened once and read by position. */
public final class LocalFile implements ByteSource {

    /** The usual first read. */
    private static final int HEAD = 8 << 10;

    /** One array a thread for its first reads: making and clearing a new one takes a good part of a small file's time. */
    private static final ThreadLocal<Spare> SPARE = ThreadLocal.withInitial(Spare::new);

    private static final class Spare {
        private byte @Nullable [] bytes;
    }

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final Budget budget;
    private final long deadline;
    private long bytesRead;
    private byte @Nullable [] head;

    private LocalFile(Path path, FileChannel channel, long length, Budget budget) {
        this.path = path;
        this.channel = channel;
        this.length = length;
        this.budget = budget;
        this.deadline = System.nanoTime() + budget.time().toNanos();
    }

    /**
     * Opens a file.
     *
     * @throws IOException it is missing, may not be read, or is no regular file (a pipe or a device could block for
     *     ever)
     */
    public static LocalFile open(Path path, Budget budget) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(path.toString(), null, "not a regular file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new LocalFile(path, channel, attributes.size(), budget);
    }

    /** Where the file is, for libraries that read files only. */
    public Path path() {
        return path;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(length);
    }

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        if (System.nanoTime() - deadline > 0) {
            throw BudgetExceededException.time(name(), budget);
        }
        int wanted = (int) Math.max(0, Math.min(length, this.length - offset));
        ByteBuffer target = target(wanted);
        while (target.hasRemaining() && channel.read(target, offset + target.position()) >= 0) {
            // A read may return less than was asked for.
        }
        bytesRead += target.position();
        if (bytesRead > budget.bytes()) {
            throw BudgetExceededException.bytes(name(), budget);
        }
        return target.flip();
    }

    private ByteBuffer target(int size) {
        if (head != null || size > HEAD) {
            return ByteBuffer.allocate(size);
        }
        Spare spare = SPARE.get();
        head = spare.bytes == null ? new byte[HEAD] : spare.bytes;
        spare.bytes = null;
        return ByteBuffer.wrap(head, 0, size).slice();
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Cost cost() {
        return new Cost(bytesRead, 0);
    }

    /** After this, the buffers that were read are used for other files. */
    @Override
    public void close() throws IOException {
        if (head != null) {
            SPARE.get().bytes = head;
            head = null;
        }
        channel.close();
    }
}
