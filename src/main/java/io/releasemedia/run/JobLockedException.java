package io.releasemedia.run;

import java.util.Objects;

/** Another run of the same job is at work; the message says which, where and since when. */
public final class JobLockedException extends Exception {

    private static final long serialVersionUID = 1L;

    JobLockedException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
