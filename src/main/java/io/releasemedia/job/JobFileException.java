package io.releasemedia.job;

import java.util.Objects;

/** A job file cannot be used; the message names file, line, key and what was expected. */
public final class JobFileException extends Exception {

    private static final long serialVersionUID = 1L;

    JobFileException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
