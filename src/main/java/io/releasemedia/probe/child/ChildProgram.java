package io.releasemedia.probe.child;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a child process is started: with the Java and the classes that this process runs with.
 *
 * @param classes the options that name the classes, and the main class
 * @param heapMegabytes the most heap that a child may use
 */
record ChildProgram(List<String> classes, int heapMegabytes) {

    private static final String BOOT_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    /** No credentials of others, no options meant for this process. */
    private static final Set<String> VARIABLES =
            Set.of("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT", "SystemRoot");

    private static final List<String> PROPERTIES = List.of("javax.net.ssl.", "jdk.tls.", "java.net.prefer");

    /** A child that runs {@link ChildMain} from where this process has its classes. */
    static ChildProgram ofThisProcess(int heapMegabytes) {
        // In the jar that Spring Boot has packed, its launcher's class loader has them.
        boolean packed = ChildMain.class.getClassLoader() != ClassLoader.getSystemClassLoader();
        return of(System.getProperty("java.class.path"), packed, heapMegabytes);
    }

    /**
     * A child that runs {@link ChildMain}.
     *
     * @param packed whether the class path is a jar that Spring Boot has packed
     */
    static ChildProgram of(String classPath, boolean packed, int heapMegabytes) {
        String path = absolute(classPath);
        String main = ChildMain.class.getName();
        return new ChildProgram(
                packed ? List.of("-Dloader.main=" + main, "-cp", path, BOOT_LAUNCHER) : List.of("-cp", path, main),
                heapMegabytes);
    }

    private static String absolute(String classPath) {
        return Stream.of(classPath.split(Pattern.quote(File.pathSeparator), -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Starts a child.
     *
     * @param folder its temporary files go there
     */
    Process start(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(folder));
        builder.environment().keySet().removeIf(Predicate.not(ChildProgram::isHandedOn));
        return builder.start();
    }

    List<String> command(Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseSerialGC",
                // Most runs look at too few files to earn back what the optimising compiler costs.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                // Standard output is for answers.
                "-XX:+DisplayVMOutputToStderr",
                "-XX:+ErrorFileToStderr",
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + folder,
                "-Dloader.home=" + folder));
        command.addAll(classes);
        return command;
    }

    static boolean isHandedOn(String variable) {
        return VARIABLES.contains(variable) || variable.startsWith("LC_");
    }

    /** System properties of this process that a child needs: whom TLS trusts, which addresses are preferred. */
    static Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (PROPERTIES.stream().anyMatch(name::startsWith)) {
                properties.put(name, System.getProperty(name, ""));
            }
        }
        return properties;
    }
}
