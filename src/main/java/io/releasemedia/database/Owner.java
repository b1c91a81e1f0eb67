package io.releasemedia.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The numeric owner of a file: names need not exist for it. */
record Owner(int uid, int gid) {

    static Owner of(Path path) throws IOException {
        return new Owner((int) Files.getAttribute(path, "unix:uid"), (int) Files.getAttribute(path, "unix:gid"));
    }

    /** Whom this process runs as. */
    static Owner ofThisProcess() throws IOException {
        Path self = Path.of("/proc/self");
        return of(Files.exists(self) ? self : Path.of(System.getProperty("user.home")));
    }

    boolean isRoot() {
        return uid == 0;
    }

    static void set(Path path, int uid, int gid) throws IOException {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
}
