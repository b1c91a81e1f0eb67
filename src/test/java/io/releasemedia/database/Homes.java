package io.releasemedia.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Home folders for tests, below a folder that every user may enter. The programs and an empty database are made once, for
 * all classes of tests, and copied into each further home. After a test nothing of it is left: the children and servers it
 * has forgotten are killed. A home made before the first test stays until after the last one.
 */
final class Homes implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static Optional<Path> unpacked = Optional.empty();

    private final List<Path> roots = new ArrayList<>();
    private final List<Path> lasting = new ArrayList<>();
    private final List<ChildJvm> children = new ArrayList<>();

    /** A folder for homes that does not hold one yet. */
    Path root() throws IOException {
        Path root = Files.createTempDirectory("release-media-db-").toRealPath();
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        roots.add(root);
        return root;
    }

    /** A home with the programs and an empty database. */
    Path home() throws IOException, InterruptedException {
        return home(root(), ".release-media");
    }

    Path home(Path root, String name) throws IOException, InterruptedException {
        Path home = emptyHome(root, name);
        run("cp", "-a", template().resolve("data").toString(), home.toString());
        return home;
    }

    /** A home with nothing in it but the programs. */
    Path emptyHome(Path root, String name) throws IOException, InterruptedException {
        Path home = Files.createDirectory(root.resolve(name));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path programs : DurableFiles.entries(template(), "postgresql-")) {
            run("cp", "-al", programs.toString(), home.toString());
        }
        return home;
    }

    ChildJvm child(String task, Path home) throws IOException {
        return remember(ChildJvm.start(task, home));
    }

    ChildJvm remember(ChildJvm child) {
        children.add(child);
        return child;
    }

    /** The number of living processes that work on a home's data. */
    static long servers(Path home) throws IOException {
        Path data = home.resolve("data");
        return ProcessHandle.allProcesses()
                .filter(process -> isServer(process.pid(), data))
                .count();
    }

    static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        lasting.addAll(roots);
        roots.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        children.forEach(ChildJvm::close);
        children.clear();
        remove(roots);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        remove(lasting);
    }

    private static void remove(List<Path> folders) {
        for (Path root : folders) {
            ProcessHandle.allProcesses()
                    .filter(process -> isBelow(process.pid(), root))
                    .forEach(ProcessHandle::destroyForcibly);
            DurableFiles.removeTree(root);
        }
        folders.clear();
    }

    private static Path template() throws IOException {
        if (unpacked.isEmpty()) {
            Path template = Files.createTempDirectory("release-media-programs-");
            unpacked = Optional.of(template);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> DurableFiles.removeTree(template)));
            EmbeddedPostgres.open(template).close();
        }
        return unpacked.get();
    }

    private static boolean isServer(long pid, Path data) {
        try {
            Path process = Path.of("/proc", Long.toString(pid));
            return Files.isSameFile(process.resolve("cwd"), data)
                    || commandLine(process).contains(data.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isBelow(long pid, Path root) {
        try {
            Path process = Path.of("/proc", Long.toString(pid));
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(root)
                    || commandLine(process).contains(root.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private static String commandLine(Path process) throws IOException {
        return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    }
}
