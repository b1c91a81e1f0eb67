package io.releasemedia.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** Makes files with mode 0640 and folders with 0750, less the process' umask: others have no business in an export. */
final class FileModes {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final FileAttribute<?>[] FILE = attributes("rw-r-----");
    private static final FileAttribute<?>[] FOLDER = attributes("rwxr-x---");

    private FileModes() {}

    /** Opens a file for writing, made if it is missing. */
    static FileChannel open(Path file, StandardOpenOption... more) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(more));
        options.add(StandardOpenOption.CREATE);
        options.add(StandardOpenOption.WRITE);
        return FileChannel.open(file, options, FILE);
    }

    /** Begins a file anew. */
    static OutputStream write(Path file) throws IOException {
        return Channels.newOutputStream(open(file, StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** Makes a folder and those above it that are missing. */
    static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER);
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
