package io.releasemedia.net;

import java.io.IOException;
import java.util.Objects;

/** A text is no URL that could be requested over HTTP; the message says why, without the URL's query. */
public final class InvalidUrlException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, as a sentence for people */
    public InvalidUrlException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
