package io.releasemedia.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.source.Budget;
import io.releasemedia.source.LocalFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Answers must not depend on the programs that happen to be installed. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the traps are shell scripts")
class ExternalToolsTest {

    /** What Tika's default parsers look for, and what else reads media. */
    private static final List<String> TOOLS = List.of(
            "exiftool",
            "ffmpeg",
            "ffprobe",
            "sox",
            "soxi",
            "tesseract",
            "convert",
            "magick",
            "mediainfo",
            "gdalinfo",
            "strings",
            "file");

    /** Probes and explains every file of a folder, in a process of its own. */
    static final class Child {
        public static void main(String[] args) throws IOException {
            try (Prober prober = new Prober(Duration.ofSeconds(20));
                    Stream<Path> files = Files.list(Path.of(args[0]))) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    Expectation expected = Expectation.ofName(file.toString());
                    ProbeResult result = prober.probe(() -> LocalFile.open(file, Budget.LOCAL), expected);
                    Explanation all = prober.explain(() -> LocalFile.open(file, Budget.LOCAL), expected);
                    System.out.println(file.getFileName() + " " + result + " " + all.engines() + all.rows());
                }
            }
            if (args.length > 1) {
                new ProcessBuilder(args[1]).start().onExit().join();
            }
        }
    }

    @TempDir
    Path folder;

    private Path traps;
    private Path trace;
    private Path media;

    @BeforeEach
    void setTraps() throws IOException {
        traps = Files.createDirectory(folder.resolve("bin"));
        trace = folder.resolve("trace");
        media = Files.createDirectory(folder.resolve("media"));
        for (Map.Entry<String, byte[]> seed : Seeds.all().entrySet()) {
            Files.write(media.resolve(seed.getKey()), seed.getValue());
        }
        for (String tool : TOOLS) {
            Path trap = Files.writeString(
                    traps.resolve(tool), "#!/bin/sh\necho " + tool + " >> '" + trace + "'\necho 9.9\nexit 0\n");
            assertThat(trap.toFile().setExecutable(true)).isTrue();
        }
    }

    @Test
    void answersDoNotDependOnInstalledPrograms() throws Exception {
        String with = run(traps.toString());
        String without = run(folder.resolve("nothing").toString());

        assertThat(with).isEqualTo(without).contains("tone.wav", "page.pdf", "status=OK");
        assertThat(trace).as("programs that were called").doesNotExist();
    }

    @Test
    void theTrapsWork() throws Exception {
        run(traps.toString(), traps.resolve("exiftool").toString());

        assertThat(Files.readString(trace)).isEqualTo("exiftool\n");
    }

    private String run(String path, String... more) throws IOException, InterruptedException {
        ProcessBuilder child = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Child.class.getName(),
                                media.toString()),
                        Stream.of(more))
                .toList());
        child.environment().put("PATH", path);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process =
                child.redirectOutput(output.toFile()).redirectErrorStream(true).start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
