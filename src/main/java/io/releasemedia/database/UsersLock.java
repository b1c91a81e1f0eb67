package io.releasemedia.database;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's entry in the list of those that use a home's server: the lock {@code users.lock}, which every user holds
 * shared for as long as it needs the server. It is changed only by who stands in the {@link Gate}. A killed JVM's entry
 * is removed by the kernel.
 */
final class UsersLock implements Closeable {

    private final Path home;
    private final FileChannel channel;
    private @Nullable FileLock entry;

    private UsersLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** Opens the list without an entry in it. */
    static UsersLock of(Path home) throws IOException {
        return new UsersLock(home, Gate.openLockFile(home.resolve("users.lock")));
    }

    /** Whether no other JVM uses the server. This one's own entry is removed by the question. */
    boolean leaveAsLast() throws IOException {
        if (entry != null) {
            entry.release();
            entry = null;
        }
        try (FileLock alone = channel.tryLock(0, Long.MAX_VALUE, false)) {
            return alone != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Enters this JVM into the list. */
    void join() throws IOException {
        if (entry != null) {
            return;
        }
        try {
            entry = channel.tryLock(0, Long.MAX_VALUE, true);
        } catch (OverlappingFileLockException e) {
            throw new EmbeddedPostgresException(
                    "The database in " + home + " is open already, by another class loader of this Java process.", e);
        }
        if (entry == null) {
            throw new EmbeddedPostgresException("The file " + home.resolve("users.lock")
                    + " is locked by a program that does not belong to release-media: end that program.");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
