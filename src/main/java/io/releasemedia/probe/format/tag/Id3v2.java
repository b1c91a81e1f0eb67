package io.releasemedia.probe.format.tag;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** ID3v2 tags, which stand before (or, joined files, between) the audio (id3.org, "ID3 tag version 2.4.0", section 3). */
public final class Id3v2 {

    /** Bytes of a tag's header and of its footer. */
    public static final int HEADER = 10;

    private static final int MAX_TAGS = 32;

    private Id3v2() {}

    /**
     * Steps over the tags at the position, one behind the other, without reading their bodies.
     *
     * @return whether there was one
     */
    public static boolean skip(ByteWindow in) throws IOException {
        boolean found = false;
        for (int i = 0; i < MAX_TAGS && in.peek("ID3"); i++) {
            long length = length(in.peekBytes(HEADER));
            if (length == 0) {
                return found;
            }
            in.skip(length);
            found = true;
        }
        return found;
    }

    /** Bytes of the tag whose header this is, header and footer included; 0 where it is no header of a tag. */
    static long length(byte[] header) {
        boolean valid = header.length >= HEADER
                && (header[3] & 0xff) != 0xff
                && (header[4] & 0xff) != 0xff
                && (header[6] | header[7] | header[8] | header[9]) >= 0;
        return valid ? HEADER + size(header, 6) + ((header[5] & 0x10) != 0 ? HEADER : 0) : 0;
    }

    /** A size of 4 times 7 bits. */
    static int size(byte[] bytes, int at) {
        return bytes[at] << 21 | bytes[at + 1] << 14 | bytes[at + 2] << 7 | bytes[at + 3];
    }
}
