package io.releasemedia.probe.child;

/** Child processes cannot be started: a fault of the machine or its settings, not of any file. */
public final class ChildStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChildStartException(String message) {
        super(message);
    }

    ChildStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
