package io.releasemedia.database;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's use of one home folder, shared by all that open it here.
 *
 * <p>Between processes two lock files rule. {@link Gate}: one JVM at a time opens or closes. {@link UsersLock}: every
 * JVM holds it shared for as long as it needs the server; who, in the gate, gets it alone is the last one and stops the
 * server. Both locks belong to the kernel, so a killed JVM blocks nobody, and the server it may leave is adopted by the
 * next one.
 */
final class HomeUse {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /** One opening or closing at a time in this JVM; the lock files hold between processes only. */
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private static final Map<Path, HomeUse> USED = new HashMap<>();

    private final Path home;
    private final UsersLock users;
    private int count;
    private volatile @Nullable Postmaster server;

    private HomeUse(Path home) throws IOException {
        this.home = home;
        this.users = UsersLock.of(home);
    }

    /** Opens a home, or joins those that have opened it in this JVM. */
    static HomeUse begin(Path wanted, Patience patience) throws IOException {
        IN_THIS_JVM.lock();
        try {
            Path home = folder(wanted);
            HomeUse use = USED.get(home);
            if (use == null) {
                use = new HomeUse(home);
            }
            try {
                use.enter(patience);
            } finally {
                if (use.count == 0) {
                    use.users.close();
                }
            }
            USED.put(home, use);
            return use;
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    /** Ends one opening; the last one of this JVM leaves, and the last JVM stops the server. */
    void end() throws IOException {
        IN_THIS_JVM.lock();
        try {
            count--;
            if (count > 0) {
                return;
            }
            USED.remove(home);
            try (users) {
                leave();
            }
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    Path home() {
        return home;
    }

    int port() {
        Postmaster running = server;
        if (running == null) {
            throw new IllegalStateException("the server of " + home + " was never started");
        }
        return running.port();
    }

    String password() throws IOException {
        return new DataFolder(home).password();
    }

    private void enter(Patience patience) throws IOException {
        try (Gate gate = Gate.enter(home, patience)) {
            try {
                attach(gate, patience);
                count++;
            } catch (IOException | RuntimeException e) {
                stopAfter(e);
                throw e;
            }
        }
    }

    /** Starts a server again that was killed or gave up, unless somebody has. */
    void revive(Patience patience) throws IOException {
        IN_THIS_JVM.lock();
        try (Gate gate = Gate.enter(home, patience)) {
            if (isServerGone()) {
                attach(gate, patience);
            }
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    boolean isServerGone() {
        Postmaster running = server;
        return running == null || !running.isAlive();
    }

    private void attach(Gate gate, Patience patience) throws IOException {
        boolean alone = users.leaveAsLast();
        users.join();
        server = adoptOrStart(gate, alone, patience);
    }

    private void leave() throws IOException {
        Gate gate = Gate.enter(home, Patience.of(STOP_LIMIT));
        try {
            stopIfLast();
        } finally {
            gate.close();
        }
    }

    private Postmaster adoptOrStart(Gate gate, boolean alone, Patience patience) throws IOException {
        DataFolder data = new DataFolder(home);
        Binaries.removeLeftovers(home);
        data.removeLeftovers();
        ServerStart start = new ServerStart(home, data, patience);
        Optional<Postmaster> running = start.adopt();
        if (running.isPresent()) {
            return running.get();
        }
        String here = World.here();
        if (!alone && !gate.lastWorld().equals(here)) {
            throw new EmbeddedPostgresException("The embedded database in " + home
                    + " is in use by another container or machine, which this one cannot reach: give each its own"
                    + " folder in RELEASE_MEDIA_HOME, " + EmbeddedPostgresException.OWN_SERVER + ".");
        }
        gate.rememberWorld(here);
        return start.start();
    }

    private void stopAfter(Exception failure) {
        if (count > 0) {
            return;
        }
        try {
            stopIfLast();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Needs the {@link Gate}. */
    private void stopIfLast() throws IOException {
        if (users.leaveAsLast()) {
            Optional<Postmaster> running = Postmaster.of(new DataFolder(home).path());
            if (running.isPresent()) {
                running.get().stop(Patience.of(STOP_LIMIT));
            }
        }
    }

    private static Path folder(Path wanted) throws IOException {
        Path home = wanted.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(home)) {
                Files.createDirectories(home);
                // Passable for a server that root runs as another user; what is in it has modes of its own.
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
                DurableFiles.syncFolder(home.getParent());
            }
        } catch (FileAlreadyExistsException e) {
            throw new EmbeddedPostgresException(
                    "The embedded database needs a folder, and " + e.getFile()
                            + " is a file: move it away, name another" + " folder in RELEASE_MEDIA_HOME, "
                            + EmbeddedPostgresException.OWN_SERVER + ".",
                    e);
        }
        Path real = home.toRealPath();
        // PostgreSQL's own programs hand these paths to a shell, in double quotes.
        if (real.toString().chars().anyMatch(c -> "\"$`\\\n\r".indexOf(c) >= 0)) {
            throw new EmbeddedPostgresException("The embedded database cannot live in " + real
                    + ", because of a character in that name (one of \" $ ` \\ or a line break): name another folder in"
                    + " RELEASE_MEDIA_HOME, " + EmbeddedPostgresException.OWN_SERVER + ".");
        }
        return real;
    }
}
