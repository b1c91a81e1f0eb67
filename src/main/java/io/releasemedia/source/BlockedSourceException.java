package io.releasemedia.source;

import java.io.IOException;

/** A source that may not be read by the product's own rules: an address or a folder that was not opened. */
public final class BlockedSourceException extends IOException {

    private static final long serialVersionUID = 1L;

    BlockedSourceException(String message) {
        super(message);
    }

    BlockedSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
