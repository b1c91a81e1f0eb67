package io.releasemedia.export;

import io.releasemedia.export.Manifest.Entry;
import io.releasemedia.export.Manifest.Line;
import io.releasemedia.export.RenderedFile.Change;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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

    static final String SUCCESS = "_SUCCESS";
    static final String STAGING = ".staging";

    private static final int BUFFER = 1 << 16;

    /**
     * With so many files staged, the folders of all releases are made at once: ext4 puts a folder that is made when
     * there are many files already where it then searches long for the place of every file.
     */
    private static final int MANY_FILES = 1_000;

    private final Path out;
    private final Staging staging;
    private final FileChannel lockFile;
    private final Set<String> folders = ConcurrentHashMap.newKeySet();
    private final AtomicInteger staged = new AtomicInteger();
    private final boolean isNew;

    private ExportFolder(Path out, FileChannel lockFile) {
        this.out = out;
        this.staging = new Staging(out);
        this.lockFile = lockFile;
        this.isNew = !Files.exists(out.resolve("releases")) && !Files.exists(out.resolve("bundle"));
    }

    /**
     * Makes the folder if it is missing, waits for no one, and repairs what a crash left.
     *
     * @throws IOException it cannot be written, is not an export's, or another process is publishing into it
     */
    static ExportFolder open(Path out) throws IOException {
        try {
            FileModes.createFolders(out);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(out + ": is no folder", e);
        }
        refuseForeign(out);
        FileChannel lockFile = FileModes.open(out.resolve(".lock"));
        try {
            if (lock(lockFile) == null) {
                throw new IOException(out + ": another process is exporting into this folder");
            }
            ExportFolder folder = new ExportFolder(out, lockFile);
            folder.staging.repair();
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

    /** Refuses a folder below {@code out} that a file could not be moved into by rename, or that leads out of it. */
    static void refuseForeignFolder(Path out, Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + ": must be a folder, and no symbolic link");
        }
        if (!Files.getFileStore(folder).equals(Files.getFileStore(out))) {
            throw new IOException(folder + ": is on another file system than " + out
                    + "; files could not be moved in by rename, so put the whole export folder there");
        }
    }

    private static void refuseForeign(Path out) throws IOException {
        for (String name : List.of("releases", "bundle", STAGING)) {
            refuseForeignFolder(out, out.resolve(name));
        }
        boolean cutShort = Files.exists(out.resolve(STAGING).resolve(Staging.COMMIT));
        if (Files.exists(out.resolve(SUCCESS)) && !Files.exists(out.resolve(Manifest.NAME)) && !cutShort) {
            throw new IOException(out + ": holds " + SUCCESS + " but no " + Manifest.NAME
                    + ", so it is another program's folder; choose another one");
        }
    }

    /** Whose it is, and what may be exported into it. */
    Coverage coverage() {
        return new Coverage(out);
    }

    /** The manifest of the last export; empty if there is none. */
    Manifest manifest() throws IOException {
        Path file = out.resolve(Manifest.NAME);
        return Files.exists(file) ? ManifestReader.head(file) : Manifest.EMPTY;
    }

    /** The files of releases in the manifest of the last export; empty if there is none. */
    Optional<ManifestReader> manifestReader() throws IOException {
        Path file = out.resolve(Manifest.NAME);
        return Files.exists(file) ? Optional.of(ManifestReader.open(file)) : Optional.empty();
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

    /** Refuses a path that somebody else's file has. */
    void refuseForeign(String path) throws IOException {
        if (!isNew && Files.exists(out.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(out.resolve(path) + ": is there already, and no " + Manifest.NAME
                    + " says that it is an export's; move it away or choose another folder");
        }
    }

    /** What it takes that a line of the next manifest is true, if the last one has these lines. */
    Change changeTo(Line next, Map<String, Entry> before) throws IOException {
        @Nullable Entry old = before.get(next.path());
        if (old == null) {
            refuseForeign(next.path());
            return Change.FILE;
        }
        if (!old.isSameFile(next.entry()) || !holds(next.path(), old.size())) {
            return Change.FILE;
        }
        return old.equals(next.entry()) ? Change.NONE : Change.MANIFEST;
    }

    /** Takes a file of the next export, and writes it if it is not there already; may be called by many threads at once. */
    RenderedFile stage(Line next, byte[] bytes, Map<String, Entry> before) throws IOException {
        Change change = changeTo(next, before);
        if (change == Change.FILE) {
            try (OutputStream file = FileModes.write(staged(next.path()))) {
                file.write(bytes);
            } catch (IOException e) {
                throw notPublished(e);
            }
        }
        return new RenderedFile(next, change);
    }

    /** Begins a file of the next export. */
    StagedFile stage(String path) throws IOException {
        return explained(() -> FileModes.write(staged(path)));
    }

    private interface Opening {
        OutputStream open() throws IOException;
    }

    private StagedFile explained(Opening opening) throws IOException {
        try {
            return new StagedFile(new BufferedOutputStream(opening.open(), BUFFER), this::notPublished);
        } catch (IOException e) {
            throw notPublished(e);
        }
    }

    /** Begins the manifest of the next export. */
    OutputStream stageManifest() throws IOException {
        return explained(staging::openManifest);
    }

    /** Says that the next export has no longer a file that the last one has. */
    void stageDeletion(String path) throws IOException {
        try {
            staging.addDeletion(path);
        } catch (IOException e) {
            throw notPublished(e);
        }
    }

    /** Takes back what was staged, because the folder has it already. */
    void unstage(String path) throws IOException {
        Files.delete(staged(path));
    }

    private Path staged(String path) throws IOException {
        if (staged.incrementAndGet() == MANY_FILES) {
            for (String folder : ExportFormat.folders()) {
                prepare(folder);
            }
        }
        prepare(path.substring(0, path.lastIndexOf('/')));
        return staging.files().resolve(path);
    }

    private void prepare(String parent) throws IOException {
        if (!folders.contains(parent)) {
            refuseForeignFolder(out, out.resolve(parent));
            FileModes.createFolders(staging.files().resolve(parent));
            folders.add(parent);
        }
    }

    /** Publishes what was staged: files, deletions and the whole manifest. */
    void publish() throws IOException {
        try {
            staging.commit();
        } catch (IOException e) {
            throw notPublished(e);
        }
        try {
            staging.rollForward();
        } catch (IOException e) {
            throw new IOException(
                    out + ": publishing was cut short, " + reason(e) + "; the next export into the folder finishes it",
                    e);
        }
    }

    /** An error of writing, as a sentence that says what the folder shows now. */
    private IOException notPublished(IOException e) {
        return new IOException(
                out + ": cannot be written, " + reason(e) + "; nothing was published, the folder is as it was before",
                e);
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason() + " (" + failure.getFile() + ")"
                : String.valueOf(e.getMessage());
    }

    /** Drops what was staged and not published. */
    @Override
    public void close() throws IOException {
        try (lockFile) {
            staging.close();
        }
    }
}
