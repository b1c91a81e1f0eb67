package io.releasemedia.probe;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs Jazzer on {@link FuzzTarget} in a process of its own: coverage of the readers' code decides which mutants are
 * kept and mutated on. What reached new code stays in the reader's folder, so that the next run starts from there.
 */
final class Fuzzer {

    private static final int LONGEST_INPUT = 64 << 10;
    private static final Duration START_AND_END = Duration.ofSeconds(60);
    private static final List<String> LIBRARIES = List.of("jazzer", "tika-core", "commons-io", "slf4j-api", "jspecify");

    /** Seconds after which Jazzer takes an input for a hang, if it does not come back at all. */
    private static final int HANG = 20;

    private final Path folder;
    private final String reader;

    /** For the reader of a name, with a working folder below {@code root}. */
    Fuzzer(Path root, String reader) {
        this.folder = root.resolve(reader).toAbsolutePath();
        this.reader = reader;
    }

    /** The input that broke the reader, with the end of Jazzer's report; empty if none was found in time. */
    record Finding(Path input, String report) {}

    Optional<Finding> run(Collection<byte[]> seeds, Duration time) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path first = Files.createDirectories(folder.resolve("seeds"));
        int number = 0;
        for (byte[] seed : seeds) {
            if (seed.length <= LONGEST_INPUT) {
                Files.write(first.resolve("seed-" + number++), seed);
            }
        }
        Path dictionary = folder.resolve("dictionary");
        Files.write(dictionary, words());
        for (Path old : findings()) {
            Files.delete(old);
        }
        Path log = folder.resolve("log");
        Process jazzer = new ProcessBuilder(command(corpus, first, dictionary, time))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended;
        try {
            // A reader that hangs is a finding of Jazzer's own; a machine that is too busy is none.
            ended = jazzer.waitFor(time.plus(START_AND_END).toSeconds(), TimeUnit.SECONDS);
        } finally {
            jazzer.destroyForcibly();
        }
        Optional<Finding> finding = findings().stream().findFirst().map(input -> new Finding(input, tail(log)));
        if (finding.isEmpty() && ended && jazzer.exitValue() != 0) {
            throw new IOException("the fuzzer of " + reader + " ended with " + jazzer.exitValue() + ": " + tail(log));
        }
        return finding;
    }

    private List<String> command(Path corpus, Path seeds, Path dictionary, Duration time) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // A short run ends before the best code would pay.
                "-XX:TieredStopAtLevel=" + (time.toSeconds() < 20 ? 1 : 4),
                "-D" + FuzzTarget.READER + "=" + reader,
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=io.releasemedia.probe.**:io.releasemedia.source.**",
                "--custom_hook_includes=io.releasemedia.**",
                "--reproducer_path=" + folder,
                "-max_total_time=" + time.toSeconds(),
                "-timeout=" + HANG,
                "-max_len=" + LONGEST_INPUT,
                "-rss_limit_mb=0",
                "-dict=" + dictionary,
                corpus.toString(),
                seeds.toString());
    }

    /** What the readers need: Jazzer searches the whole class path for its hooks, which takes longer than the fuzzing. */
    private static String classPath() {
        StringJoiner path = new StringJoiner(File.pathSeparator);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (Files.isDirectory(Path.of(entry)) || LIBRARIES.stream().anyMatch(name::startsWith)) {
                path.add(entry);
            }
        }
        return path.toString();
    }

    /** What Jazzer left: {@code crash-…}, {@code timeout-…}, {@code oom-…}. */
    private List<Path> findings() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("(crash|timeout|oom)-.*"))
                    .toList();
        }
    }

    private static String tail(Path log) {
        try {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 3000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Short constants of the readers' classes as a dictionary: the type codes and magic words they look for. */
    private static Set<String> words() throws IOException {
        Set<String> words = new TreeSet<>();
        for (Path file : Readers.classFiles()) {
            try (InputStream in = Files.newInputStream(file)) {
                addConstants(new DataInputStream(in), words);
            }
        }
        return words;
    }

    /** The Java Virtual Machine Specification, section 4.4: constants of type String and their text. */
    private static void addConstants(DataInputStream in, Set<String> words) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        Set<Integer> strings = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 8 -> strings.add(in.readUnsignedShort());
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(4);
            }
        }
        for (int index : strings) {
            String text = texts.getOrDefault(index, "");
            if (text.matches("[!#-\\[\\]-~ ]{3,8}")) {
                words.add('"' + text + '"');
            }
        }
    }
}
