package io.releasemedia.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Undoes a body's {@code Content-Encoding} (RFC 9110, section 8.4) as a stream; the reader bounds how far. */
public final class ContentEncoding {

    private ContentEncoding() {}

    /** Whether the header's value says that the body is as it is. */
    public static boolean isIdentity(String encoding) {
        return encoding.isEmpty() || encoding.equalsIgnoreCase("identity");
    }

    /** Whether {@link #decode} can undo it. */
    public static boolean isKnown(String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "", "identity", "gzip", "x-gzip", "deflate" -> true;
            default -> false;
        };
    }

    /**
     * The body without its encoding.
     *
     * @param encoding value of {@code Content-Encoding}, empty if absent
     * @throws IOException the encoding is none that is known, or the body is not in it
     */
    public static InputStream decode(String encoding, InputStream body) throws IOException {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> gunzip(body);
            case "deflate" -> new InflaterInputStream(body);
            default -> throw new IOException("answered in a content encoding that was not asked for");
        };
    }

    /** The JDK's reader goes one call deeper for each empty member, of which a body can have any number. */
    private static InputStream gunzip(InputStream body) throws IOException {
        PushbackInputStream in = new PushbackInputStream(body);
        int first = in.read();
        if (first < 0) {
            return InputStream.nullInputStream();
        }
        in.unread(first);
        return GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
    }
}
