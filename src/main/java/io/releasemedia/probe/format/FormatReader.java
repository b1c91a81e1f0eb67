package io.releasemedia.probe.format;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Reads the facts of one container format from its headers.
 *
 * <p>A reader has no state and may be used by many threads. It reads as little as it can, trusts no length field, and
 * bounds every loop by what is there or by a stated limit.
 */
public interface FormatReader {

    /** Short lower-case name of the reader, as {@code engine} shows it: {@code flac}. */
    String name();

    /**
     * Reads what the file says into {@code facts}, each fact as soon as it is established: what was put before an
     * exception counts for a truncated file.
     *
     * @param in positioned at the container's first byte, behind any ID3v2 tag; the reader may go anywhere
     * @throws MalformedMediaException the bytes contradict the format
     * @throws java.io.EOFException the file ends inside a structure that has to be there
     * @throws IOException the bytes cannot be had
     */
    void read(ByteWindow in, Facts facts) throws IOException;
}
