package io.releasemedia.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder that an export is published into, and the protocol of publishing:
 *
 * <ol>
 *   <li>changed files and the new manifest are rendered into {@code .staging/};
 *   <li>the file {@code .staging/COMMIT} says that all are there and lists the files that go;
 *   <li>{@code _SUCCESS} is removed, the staged files are moved in by rename, vanished ones are deleted, the manifest is
 *       moved in last, {@code _SUCCESS} is written.
 * </ol>
 *
 * <p>Cut short before {@code COMMIT}, the folder still shows the last export and the staging is dropped; after it, the
 * next opening does the rest. One process at a time holds the folder. The exported files themselves are not forced to the
 * disk one by one: after a power cut the manifest's sizes and hashes tell which are damaged.
 */
final class ExportFolder implements AutoCloseable {

    private static final String SUCCESS = "_SUCCESS";

    private final Path out;
    private final Path staging;
    private final Path commit;
    private final FileChannel lockFile;

    private ExportFolder(Path out, FileChannel lockFile) {
        this.out = out;
        this.staging = out.resolve(".staging");
        this.commit = staging.resolve("COMMIT");
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder if it is missing, waits for no one, and repairs what a crash left.
     *
     * @throws IOException it cannot be written, or another process is publishing into it
     */
    static ExportFolder open(Path out) throws IOException {
        try {
            Files.createDirectories(out);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(out + ": is no folder", e);
        }
        FileChannel lockFile =
                FileChannel.open(out.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock(lockFile) == null) {
                throw new IOException(out + ": another process is exporting into this folder");
            }
            ExportFolder folder = new ExportFolder(out, lockFile);
            folder.repair();
            return folder;
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by another thread of this process
        }
    }

    /** The manifest of the last export; empty if there is none. */
    Manifest manifest() throws IOException {
        Path file = out.resolve(Manifest.NAME);
        return Files.exists(file) ? Manifest.read(file) : Manifest.empty();
    }

    /** Whether the folder shows a whole export. */
    boolean isPublished() {
        return Files.exists(out.resolve(SUCCESS));
    }

    /** Whether a file of the export is there with this size. */
    boolean holds(String path, long size) {
        try {
            return Files.size(out.resolve(path)) == size;
        } catch (IOException e) {
            return false;
        }
    }

    /** Renders one file of the next export. */
    void stage(String path, byte[] bytes) throws IOException {
        Path file = staging.resolve("files").resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /** Publishes what was staged, with the files in {@code gone} deleted. */
    void publish(Manifest manifest, List<String> gone) throws IOException {
        Files.createDirectories(staging);
        manifest.write(staging.resolve(Manifest.NAME));
        Path unfinished = staging.resolve("COMMIT.unfinished");
        Files.write(unfinished, gone);
        sync(unfinished);
        sync(staging.resolve(Manifest.NAME));
        Files.move(unfinished, commit, StandardCopyOption.ATOMIC_MOVE);
        sync(staging);
        rollForward();
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private void repair() throws IOException {
        if (Files.exists(commit)) {
            rollForward();
        } else if (Files.exists(staging)) {
            delete(staging);
        }
    }

    private void rollForward() throws IOException {
        List<String> gone = Files.readAllLines(commit);
        Files.deleteIfExists(out.resolve(SUCCESS));
        sync(out);
        Path files = staging.resolve("files");
        if (Files.exists(files)) {
            Files.walkFileTree(files, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path target = out.resolve(files.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        for (String path : gone) {
            Files.deleteIfExists(out.resolve(path));
        }
        Path manifest = staging.resolve(Manifest.NAME);
        if (Files.exists(manifest)) {
            Files.move(manifest, out.resolve(Manifest.NAME), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.write(out.resolve(SUCCESS), new byte[0]);
        sync(out);
        delete(staging);
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
