package io.releasemedia.database;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL server that comes with the product, with its data in a home folder. It is shared by every process that
 * opens the same home, stopped by the last one that closes it, and made for real data: every committed row survives a
 * {@code kill -9} of the JVM, of the server, and a power cut.
 *
 * <p>The server listens on a free port of 127.0.0.1 only and asks for a random password (SCRAM). Its user owns the
 * database {@code release_media} and may do everything in it. Run as root, the server gives up root's rights.
 *
 * <p>A process should close what it opened, from a shutdown hook as well: a server whose users were all killed stays
 * until the next command adopts and stops it.
 */
public final class EmbeddedPostgres implements Closeable {

    /** Enough for the recovery of a large write-ahead log on a slow disk. */
    private static final Duration OPEN_LIMIT = Duration.ofMinutes(5);

    private static final long HOOK_LIMIT_SECONDS = 60;

    private final HomeUse use;
    private final String password;
    private boolean closed;

    private EmbeddedPostgres(HomeUse use, String password) {
        this.use = use;
        this.password = password;
    }

    /**
     * Opens the database of a home folder, and creates what is missing: the folder, the programs, the data, the
     * database. The first opening of a folder takes some seconds, a later one well below one. An opening that is
     * interrupted, by {@link Thread#interrupt} or by the JVM's end, leaves no server behind.
     *
     * @throws EmbeddedPostgresException the message tells people what to do
     */
    public static EmbeddedPostgres open(Path home) throws EmbeddedPostgresException {
        Patience patience = Patience.of(OPEN_LIMIT);
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> cancel(patience, done), "embedded-postgres-cancel");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw ending(home);
        }
        try {
            EmbeddedPostgres opened = undisturbed(home, patience, () -> begin(home, patience));
            if (!remove(hook)) {
                opened.close();
                throw ending(home);
            }
            return opened;
        } finally {
            done.countDown();
            remove(hook);
        }
    }

    /** Where the database is: {@code jdbc:postgresql://127.0.0.1:PORT/release_media}. */
    public String url() {
        return Session.url(use.port(), Session.DATABASE);
    }

    public String user() {
        return DataFolder.USER;
    }

    public String password() {
        return password;
    }

    /**
     * Starts the server again, on whatever port, if it has died; does nothing if it runs, and after {@link #close}.
     *
     * @return whether it was dead and runs now
     */
    synchronized boolean revive() throws EmbeddedPostgresException {
        if (closed || !use.isServerGone()) {
            return false;
        }
        Patience patience = Patience.of(OPEN_LIMIT);
        undisturbed(use.home(), patience, () -> {
            use.revive(patience);
            return use;
        });
        return true;
    }

    /**
     * Ends this use of the database; the last user of all processes stops the server and waits until it is gone. Waits
     * for another thread that opens the same home or closes this use. Further calls do nothing.
     */
    @Override
    public synchronized void close() throws EmbeddedPostgresException {
        if (!closed) {
            closed = true;
            undisturbed(use.home(), Patience.of(OPEN_LIMIT), () -> {
                use.end();
                return use;
            });
        }
    }

    private static EmbeddedPostgres begin(Path home, Patience patience) throws IOException {
        HomeUse use = HomeUse.begin(home, patience);
        try {
            return new EmbeddedPostgres(use, use.password());
        } catch (IOException e) {
            use.end();
            throw e;
        }
    }

    private static void cancel(Patience patience, CountDownLatch done) {
        patience.cancel();
        try {
            if (!done.await(HOOK_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(EmbeddedPostgres.class.getName())
                        .log(System.Logger.Level.WARNING, "The opening of the embedded database did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static EmbeddedPostgresException ending(Path home) {
        return new EmbeddedPostgresException(
                "The embedded database in " + home + " was not opened: this process is ending.");
    }

    /**
     * Works on a thread of its own: an interrupt would close the lock files and so give up the locks in the middle of
     * a step. Here it ends the patience, and the step ends in order.
     */
    private static <T> T undisturbed(Path home, Patience patience, Callable<T> step) throws EmbeddedPostgresException {
        FutureTask<T> task = new FutureTask<>(step);
        new Thread(task, "embedded-postgres").start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    patience.cancel();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw EmbeddedPostgresException.of(home, failure);
            }
            throw new IllegalStateException("the embedded database in " + home + " failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
