package io.releasemedia.source;

import java.io.IOException;

/** A remote file was replaced while it was read; what was read so far must be thrown away, a new try may succeed. */
public final class ChangedMediaException extends IOException {

    private static final long serialVersionUID = 1L;

    ChangedMediaException(String name) {
        super(name + ": changed on the server while it was read");
    }
}
