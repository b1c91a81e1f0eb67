package io.releasemedia.source;

import java.io.IOException;

/** A text that names no source: no URL, or one whose scheme is not read. */
public final class UnsupportedUrlException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsupportedUrlException(String name, String reason) {
        super(name + ": " + reason);
    }
}
