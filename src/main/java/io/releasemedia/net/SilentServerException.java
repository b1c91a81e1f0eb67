package io.releasemedia.net;

import java.io.IOException;
import java.time.Duration;

/** A server could not be connected to, or said nothing, for longer than one waits for it. */
public final class SilentServerException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Duration waited;

    SilentServerException(WebUrl url, Duration waited, IOException cause) {
        super(url + ": no answer for " + waited.toMillis() + " ms", cause);
        this.waited = waited;
    }

    /** How long was waited. */
    public Duration waited() {
        return waited;
    }
}
