package io.releasemedia.catalog;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The files that an import takes: a file alone, every {@code <releaseId>.json} below a folder, or the bundles of an export
 * folder, which hold all that these hold and the rest of what the catalogue knows.
 *
 * @param files in the order in which they are imported
 * @param ignored files that are none of these
 * @param problems folders that are passed over, as sentences
 */
record ImportFiles(List<Path> files, int ignored, List<String> problems) {

    private static final int BUFFER = 64 << 10;
    private static final String GZIP = ".gz";
    private static final String ZSTD = ".zst";
    private static final List<String> COMPRESSIONS = List.of("", GZIP, ZSTD);

    /** Of a file or a folder. */
    static ImportFiles of(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return new ImportFiles(List.of(path), 0, List.of());
        }
        Search search = new Search(path);
        Files.walkFileTree(path, search);
        search.found.sort(null);
        return new ImportFiles(search.found, search.ignored, search.problems);
    }

    /** The release whose file this is by its name; empty for any other file. */
    static Optional<ReleaseId> releaseOf(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") ? ReleaseId.parse(name.substring(0, name.length() - 5)) : Optional.empty();
    }

    /** Opens a file, and decompresses it if its name says so. */
    static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            String name = file.toString();
            return name.endsWith(GZIP)
                    ? new GZIPInputStream(in, BUFFER)
                    : name.endsWith(ZSTD) ? new ZstdInputStreamNoFinalizer(in) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static final class Search extends SimpleFileVisitor<Path> {

        private final Path root;
        private final List<Path> found = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private int ignored;

        Search(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.endsWith(".staging")) {
                return FileVisitResult.SKIP_SUBTREE; // what an export has not published
            }
            boolean isExport = Files.exists(folder.resolve("manifest.json"));
            if (isExport && !Files.exists(folder.resolve("_SUCCESS"))) {
                problems.add(folder + ": has no _SUCCESS, so an export into it is under way or was cut short");
                return FileVisitResult.SKIP_SUBTREE;
            }
            for (String compression : COMPRESSIONS) {
                Path media = folder.resolve("bundle/media.ndjson" + compression);
                Path releases = folder.resolve("bundle/releases.ndjson" + compression);
                if (Files.exists(media) && Files.exists(releases)) {
                    found.add(media);
                    found.add(releases);
                    return FileVisitResult.SKIP_SUBTREE;
                }
            }
            if (isExport && !folder.equals(root)) {
                problems.add(folder + ": is an export of its own that does not say whose its releases are (it has no"
                        + " bundles); import it alone, with --tenant");
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && releaseOf(file).isPresent()) {
                found.add(file);
            } else if (attributes.isRegularFile()) {
                ignored++;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
