package io.releasemedia.probe;

import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.Formats;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All readers that are compiled, by name: a new one is here without being listed. */
final class Readers {

    private static final String PACKAGE = FormatReader.class.getPackageName();
    private static final Map<String, FormatReader> ALL = find();

    private Readers() {}

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static FormatReader named(String name) {
        return Optional.ofNullable(ALL.get(name)).orElseThrow(() -> new IllegalArgumentException("no reader " + name));
    }

    /** Name of the reader that a file's content leads to. */
    static Optional<String> of(byte[] bytes) throws IOException {
        return Formats.reader(MimeDetector.detect(new ByteWindow(MemorySource.local(bytes)))
                        .mimeType())
                .map(FormatReader::name);
    }

    /** The compiled classes of {@code probe.format} and below. */
    static List<Path> classFiles() throws IOException {
        try (Stream<Path> files = Files.walk(root().resolve(PACKAGE.replace('.', '/')))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static Map<String, FormatReader> find() {
        Map<String, FormatReader> found = new TreeMap<>();
        try {
            for (Path file : classFiles()) {
                Class<?> type = Class.forName(className(file), false, Readers.class.getClassLoader());
                if (type != FormatReader.class && FormatReader.class.isAssignableFrom(type)) {
                    FormatReader reader =
                            (FormatReader) type.getDeclaredConstructor().newInstance();
                    found.put(reader.name(), reader);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static String className(Path file) {
        StringJoiner name = new StringJoiner(".");
        root().relativize(file).forEach(part -> name.add(part.toString()));
        return name.toString().substring(0, name.length() - ".class".length());
    }

    /** Where the classes of the product are. */
    private static Path root() {
        try {
            return Path.of(FormatReader.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
