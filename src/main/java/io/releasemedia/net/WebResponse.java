package io.releasemedia.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/**
 * A server's answer: status, headers, and a body that is read as far as the caller wants. Belongs to one thread.
 *
 * <p>{@link #close()} gives the connection back if the body was read to its end, and cuts it otherwise: nothing is
 * read only to be thrown away.
 */
public final class WebResponse implements Closeable {

    private final Exchange exchange;
    private final ClassicHttpResponse response;
    private final InputStream body;
    private boolean atEnd;
    private long taken;

    WebResponse(Exchange exchange, ClassicHttpResponse response) throws IOException {
        this.exchange = exchange;
        this.response = response;
        HttpEntity entity = response.getEntity();
        this.atEnd = entity == null;
        this.body = new Body(entity == null ? InputStream.nullInputStream() : entity.getContent());
    }

    /** Where the answer comes from, after redirects. */
    public WebUrl url() {
        return exchange.url();
    }

    /** HTTP status, 200 and above. */
    public int status() {
        return response.getCode();
    }

    /** The first header of this name; bytes beyond ASCII are percent-encoded, as URLs are that are sent in headers. */
    public Optional<String> header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null
                ? Optional.empty()
                : Optional.of(ascii(header.getValue().strip()));
    }

    /** A header's bytes are characters of the same number. */
    private static String ascii(String value) {
        if (value.chars().allMatch(c -> c < 0x80)) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append(c < 0x80 ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return text.toString();
    }

    /** Size of the body as it is transferred, where the server says it. */
    public OptionalLong contentLength() {
        HttpEntity entity = response.getEntity();
        return entity == null || entity.getContentLength() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(entity.getContentLength());
    }

    /** The body as it is transferred, compressed or not; an end before the promised one is an {@link IOException}. */
    public InputStream body() {
        return body;
    }

    /** Where a redirect leads to, unresolved; empty if this is none. */
    Optional<String> redirect() {
        return switch (status()) {
            case 301, 302, 303, 307, 308 -> header("Location").filter(location -> !location.isEmpty());
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        exchange.unwatch();
        if (!atEnd && !drained()) {
            // Closing the body would read it to its end first; this cuts the connection.
            exchange.cut();
        }
        try {
            response.close();
        } catch (IOException e) {
            // The connection was cut.
            exchange.cut();
        }
    }

    /** Takes what is left if all of it has arrived already, so that the connection can be used again. */
    private boolean drained() {
        try {
            long left = contentLength().orElse(Long.MAX_VALUE) - taken;
            if (left > body.available()) {
                return false;
            }
            body.skipNBytes(left);
            return body.read() < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private final class Body extends InputStream {

        private final InputStream in;

        Body(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int count = in.read(target, offset, length);
                atEnd |= count < 0;
                taken += Math.max(0, count);
                return count;
            } catch (IOException e) {
                throw exchange.explained(e);
            }
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }
}
