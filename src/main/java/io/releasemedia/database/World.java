package io.releasemedia.database;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names the surroundings in which a process id and a port of 127.0.0.1 mean the same: one boot of one machine, one
 * process and one network namespace. Two containers that share a home folder see each other's locks, but not each
 * other's processes; without this name the second would start a second server on the same data.
 */
final class World {

    private World() {}

    /** This process's world. */
    static String here() throws IOException {
        Path bootId = Path.of("/proc/sys/kernel/random/boot_id");
        if (!Files.isReadable(bootId)) {
            return InetAddress.getLocalHost().getHostName();
        }
        return Files.readString(bootId).strip() + ' ' + namespace("pid") + ' ' + namespace("net");
    }

    private static String namespace(String kind) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
        } catch (IOException e) {
            return kind;
        }
    }
}
