package io.releasemedia.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code .staging/} of an export folder: what the next export will be, until it is moved into its place. */
final class Staging {

    /** Says that everything is staged, and lists the files that go. */
    static final String COMMIT = "COMMIT";

    private static final String UNFINISHED = "COMMIT.unfinished";
    private static final String FILES = "files";
    private static final Set<String> OWN = Set.of(COMMIT, UNFINISHED, FILES, Manifest.NAME);

    private final Path out;
    private final Path folder;
    private final Path commit;

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

    void dropUncommitted() throws IOException {
        if (Files.exists(folder) && !Files.exists(commit)) {
            delete();
        }
    }

    /** From here on, the export will be published, by whoever comes next if not by this process. */
    void commit(Manifest manifest, List<String> gone) throws IOException {
        FileModes.createFolders(folder);
        Path staged = folder.resolve(Manifest.NAME);
        ManifestFile.write(manifest, new BufferedOutputStream(FileModes.write(staged), 1 << 16));
        Path unfinished = folder.resolve(UNFINISHED);
        try (OutputStream list = FileModes.write(unfinished)) {
            for (String path : gone) {
                list.write((path + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        sync(unfinished);
        sync(staged);
        Files.move(unfinished, commit, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
    }

    /** Publishes what was committed; may be cut short and called again. */
    void rollForward() throws IOException {
        List<String> gone = Files.readAllLines(commit);
        for (String path : gone) {
            refuseForeign(path);
        }
        Files.deleteIfExists(out.resolve(ExportFolder.SUCCESS));
        sync(out);
        if (Files.exists(files())) {
            Files.walkFileTree(files(), new Mover());
        }
        for (String path : gone) {
            Files.deleteIfExists(out.resolve(path));
        }
        Path manifest = folder.resolve(Manifest.NAME);
        if (Files.exists(manifest)) {
            Files.move(manifest, out.resolve(Manifest.NAME), StandardCopyOption.ATOMIC_MOVE);
        }
        FileModes.write(out.resolve(ExportFolder.SUCCESS)).close();
        sync(out);
        delete();
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
}
