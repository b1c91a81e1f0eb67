package io.releasemedia.database;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive lock {@code gate.lock} of a home folder: who holds it is the only one that opens or closes the database
 * there. The kernel releases it when its holder is killed. The file's content says in which world (see {@link World})
 * the server was started last.
 */
final class Gate implements Closeable {

    private static final int MOST_BYTES = 1024;

    private final FileChannel channel;

    private Gate(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits until the gate is free and enters. */
    static Gate enter(Path home, Patience patience) throws IOException {
        FileChannel channel = openLockFile(home.resolve("gate.lock"));
        try {
            while (!tryLock(channel)) {
                patience.pause("another command that opens or closes the database in " + home);
            }
            return new Gate(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another class loader of this JVM holds it.
            return false;
        }
    }

    /** Opens a file that is there for its lock, and creates it where it is missing. */
    static FileChannel openLockFile(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** The world in which the server was started last; empty text when it never was. */
    String lastWorld() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // A read may return less than was asked for.
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    void rememberWorld(String world) throws IOException {
        channel.truncate(0);
        ByteBuffer bytes = ByteBuffer.wrap(world.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
