package io.releasemedia.database;

import java.io.IOException;

/** The database cannot be used; the message is one sentence that names it and says what to do. */
public final class DatabaseException extends IOException {

    private static final long serialVersionUID = 1L;

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseException(String message) {
        super(message);
    }
}
