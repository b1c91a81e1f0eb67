package io.releasemedia.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The files of an export folder but for the lock, and which of them were written since they were made old. */
final class ExportedFiles {

    private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    private ExportedFiles() {}

    static List<String> in(Path out) throws IOException {
        try (Stream<Path> walk = Files.walk(out)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> out.relativize(file).toString())
                    .filter(path -> !path.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    static boolean hasContent(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void age(Path out) throws IOException {
        for (String path : in(out)) {
            Files.setLastModifiedTime(out.resolve(path), OLD);
        }
    }

    static List<String> touched(Path out) throws IOException {
        return in(out).stream().filter(path -> !isOld(out.resolve(path))).toList();
    }

    private static boolean isOld(Path file) {
        try {
            return Files.getLastModifiedTime(file).equals(OLD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
