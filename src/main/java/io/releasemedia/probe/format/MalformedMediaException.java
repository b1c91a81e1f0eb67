package io.releasemedia.probe.format;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** The bytes contradict the format they claim to be; the message names the offset and what was expected there. */
public final class MalformedMediaException extends IOException {

    private static final long serialVersionUID = 1L;

    /** At an offset from the file's start. */
    public MalformedMediaException(long offset, String expected) {
        super("offset " + offset + ": " + expected);
    }

    /** At the window's position. */
    public static MalformedMediaException at(ByteWindow in, String expected) {
        return new MalformedMediaException(in.position(), expected);
    }
}
