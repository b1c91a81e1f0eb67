package io.releasemedia.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Undoes a body's {@code Content-Encoding} (RFC 9110, section 8.4) as a stream; the reader bounds how far. */
public final class ContentEncoding {

    private ContentEncoding() {}

    /** Whether the header's value says that the body is as it is. */
    public static boolean isIdentity(String encoding) {
        return encoding.isEmpty() || encoding.equalsIgnoreCase("identity");
    }

    /**
     * The body without its encoding.
     *
     * @param encoding value of {@code Content-Encoding}, empty if absent
     * @throws IOException the encoding is none that was asked for, or the body is not in it
     */
    public static InputStream decode(String encoding, InputStream body) throws IOException {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> new GZIPInputStream(body);
            case "deflate" -> new InflaterInputStream(body);
            default -> throw new IOException("answered in a content encoding that was not asked for");
        };
    }
}
