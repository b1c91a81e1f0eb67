package io.releasemedia.probe.library;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.source.ByteSource;
import java.io.IOException;

/**
 * A library as an engine. Libraries are not bounded the way the project's readers are: they may spin, recurse or
 * allocate on hostile input, so they are called on a thread that can be abandoned.
 */
public interface LibraryEngine {

    /** What {@code engine} calls it. */
    String name();

    /** Whether it answers files of this MIME type at all, from a source like this. */
    boolean reads(String mimeType, ByteSource source);

    /**
     * Reads what the library establishes.
     *
     * @throws IOException the bytes cannot be had, or the library rejects them
     */
    void read(ByteSource source, String mimeType, Facts facts) throws IOException;
}
