package io.releasemedia.testing;

import io.releasemedia.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The product as its users run it: a process of its own, started from what was built. */
public final class CommandLine {

    private static final Path JAR = Path.of("target", "release-media.jar").toAbsolutePath();
    private static final Path LAUNCHER =
            Path.of("target", "release-media", "bin", "release-media").toAbsolutePath();

    /** Such short processes do not earn back what the optimising compiler costs. */
    private static final List<String> JAVA_OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final long LIMIT_SECONDS = 120;

    private final Path folder;
    private final List<String> program;
    private final Map<String, String> environment = new TreeMap<>();

    private CommandLine(Path folder, List<String> program) {
        this.folder = folder;
        this.program = program;
        with("JAVA_HOME", System.getProperty("java.home"));
        with("RELEASE_MEDIA_JAVA_OPTS", String.join(" ", JAVA_OPTIONS));
    }

    /** Commands of the unpacked layout that work in a folder, with the embedded database there. */
    public static CommandLine in(Path folder) {
        return new CommandLine(folder, List.of(LAUNCHER.toString()));
    }

    /** The same with {@code java -jar}. */
    public static CommandLine ofJar(Path folder) {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(JAVA_OPTIONS);
        program.addAll(List.of("-jar", JAR.toString()));
        return new CommandLine(folder, program);
    }

    /** Lets the commands use this database. */
    public CommandLine with(Database.Location location) {
        Database.Server server = location.server().orElseThrow();
        environment.put("SPRING_DATASOURCE_URL", server.url());
        environment.put("SPRING_DATASOURCE_USERNAME", server.username());
        environment.put("SPRING_DATASOURCE_PASSWORD", server.password());
        return this;
    }

    /** Sets a variable of the environment. */
    public CommandLine with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What a command printed, and how it ended. */
    public record Result(int exitCode, String out, String err) {
        /** The last line of standard output. */
        public String lastLine() {
            List<String> lines = out.lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }

    /** Runs a command to its end. */
    public Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("release-media", ".out");
        Path err = Files.createTempFile("release-media", ".err");
        try {
            Process process = start(out, err, arguments);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(arguments) + " did not end; it printed " + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Starts a command. */
    public Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPRING_") || name.startsWith("RELEASE_MEDIA"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
