package io.releasemedia.database;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/**
 * The embedded database could not be opened or closed. The message is one sentence for people: it names the folder and
 * says what to do.
 */
public final class EmbeddedPostgresException extends IOException {

    private static final long serialVersionUID = 1L;

    /** How every such message ends where a server of one's own is the way out. */
    static final String OWN_SERVER = "or set SPRING_DATASOURCE_URL to use a PostgreSQL server of your own";

    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Turns what the file system says into a sentence about the home folder. */
    static EmbeddedPostgresException of(Path home, IOException cause) {
        if (cause instanceof EmbeddedPostgresException known) {
            return known;
        }
        String said = String.valueOf(cause.getMessage());
        if (meansDiskFull(said)) {
            return diskFull(home, cause);
        }
        if (cause instanceof AccessDeniedException || said.contains("Read-only file system")) {
            return new EmbeddedPostgresException(
                    "The folder " + home + " for the embedded database is not writable (" + said
                            + "): make it writable, name another one in RELEASE_MEDIA_HOME, " + OWN_SERVER + ".",
                    cause);
        }
        return new EmbeddedPostgresException(
                "The embedded database cannot use the folder " + home + " ("
                        + cause.getClass().getSimpleName() + ": " + said + "): name another one in RELEASE_MEDIA_HOME, "
                        + OWN_SERVER + ".",
                cause);
    }

    static EmbeddedPostgresException diskFull(Path home, Throwable cause) {
        return new EmbeddedPostgresException(
                "The disk that holds " + home + " is full, so the embedded database cannot work there: free some space"
                        + " (a new database needs about 120 MB), name a folder on another disk in"
                        + " RELEASE_MEDIA_HOME, " + OWN_SERVER + ".",
                cause);
    }

    static boolean meansDiskFull(String text) {
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }
}
