package io.releasemedia.api;

import java.io.IOException;

/** The server could not be started; the message says why. */
public final class ServerStartException extends IOException {

    private static final long serialVersionUID = 1L;

    ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
