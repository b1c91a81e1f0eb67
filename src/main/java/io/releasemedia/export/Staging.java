package io.releasemedia.export;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code .staging/} of an export folder: what the next export will be, until it is moved into its place. */
final class Staging implements AutoCloseable {

    /** Says that everything is staged, and lists the files that go. */
    static final String COMMIT = "COMMIT";

    private static final String UNFINISHED = "COMMIT.unfinished";
    private static final String FILES = "files";
    private static final Set<String> OWN = Set.of(COMMIT, UNFINISHED, FILES, Manifest.NAME);

    private final Path out;
    private final Path folder;
    private final Path commit;
    private @Nullable Writer deletions;

    Staging(Path out) {
        this.out = out;
        this.folder = out.resolve(ExportFolder.STAGING);
        this.commit = folder.resolve(COMMIT);
    }

    /** Where files are staged, by their path below the export folder. */
    Path files() {
        return folder.resolve(FILES);
    }

    /** Finishes or drops what a crash left. */
    void repair() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            for (Path one : (Iterable<Path>) content::iterator) {
                if (!OWN.contains(one.getFileName().toString())) {
                    throw new IOException(one + ": is no file of an export; move it away");
                }
            }
        }
        if (Files.exists(commit)) {
            rollForward();
        } else {
            delete();
        }
    }

    /** Begins the manifest. */
    OutputStream openManifest() throws IOException {
        FileModes.createFolders(folder);
        return new SteadyFile(FileModes.open(folder.resolve(Manifest.NAME), StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** Adds a file to those that go. */
    void addDeletion(String path) throws IOException {
        openDeletions().write(path + "\n");
    }

    private Writer openDeletions() throws IOException {
        if (deletions == null) {
            FileModes.createFolders(folder);
            deletions = new OutputStreamWriter(
                    new BufferedOutputStream(FileModes.write(folder.resolve(UNFINISHED))), StandardCharsets.UTF_8);
        }
        return deletions;
    }

    /**
     * Says that the manifest and the files are all staged: from here on, the export will be published, by whoever comes
     * next if not by this process.
     */
    void commit() throws IOException {
        openDeletions().close();
        dropEmptyFolders();
        sync(folder.resolve(UNFINISHED));
        sync(folder.resolve(Manifest.NAME));
        Files.move(folder.resolve(UNFINISHED), commit, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
    }

    private void dropEmptyFolders() throws IOException {
        Path releases = files().resolve("releases");
        if (!Files.exists(releases)) {
            return;
        }
        try (Stream<Path> prefixes = Files.list(releases)) {
            for (Path prefix : (Iterable<Path>) prefixes::iterator) {
                try {
                    Files.delete(prefix);
                } catch (DirectoryNotEmptyException e) {
                    // It holds files, as nearly all do.
                }
            }
        }
    }

    /** Publishes what was committed; may be cut short and called again. */
    void rollForward() throws IOException {
        forEachDeletion(this::refuseForeign);
        Files.deleteIfExists(out.resolve(ExportFolder.SUCCESS));
        sync(out);
        if (Files.exists(files())) {
            Files.walkFileTree(files(), new Mover());
        }
        forEachDeletion(path -> Files.deleteIfExists(out.resolve(path)));
        Path manifest = folder.resolve(Manifest.NAME);
        if (Files.exists(manifest)) {
            Files.move(manifest, out.resolve(Manifest.NAME), StandardCopyOption.ATOMIC_MOVE);
        }
        FileModes.write(out.resolve(ExportFolder.SUCCESS)).close();
        sync(out);
        delete();
    }

    private interface Deletion {
        void of(String path) throws IOException;
    }

    private void forEachDeletion(Deletion deletion) throws IOException {
        try (BufferedReader paths = Files.newBufferedReader(commit)) {
            for (@Nullable String path = paths.readLine(); path != null; path = paths.readLine()) {
                deletion.of(path);
            }
        }
    }

    private void refuseForeign(String path) throws IOException {
        if (!Manifest.isPath(path)) {
            throw new IOException(folder + ": names \"" + path + "\", which is no file of an export");
        }
    }

    /** Moves staged files into their places; a whole folder at once where there is none yet. */
    private final class Mover extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path staged, BasicFileAttributes attributes) throws IOException {
            Path target = out.resolve(files().relativize(staged));
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return FileVisitResult.CONTINUE;
            }
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
            return FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String path = files().relativize(file).toString().replace('\\', '/');
            refuseForeign(path);
            Files.move(file, out.resolve(path), StandardCopyOption.ATOMIC_MOVE);
            return FileVisitResult.CONTINUE;
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes the staging; the commit goes first, so that a crash in between leaves none. */
    private void delete() throws IOException {
        Files.deleteIfExists(commit);
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

    /** Drops what was staged and not committed. */
    @Override
    public void close() throws IOException {
        try {
            if (deletions != null) {
                deletions.close();
            }
        } finally {
            if (Files.exists(folder) && !Files.exists(commit)) {
                delete();
            }
        }
    }
}
