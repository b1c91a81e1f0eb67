package io.releasemedia.source;

import io.releasemedia.net.ContentEncoding;
import io.releasemedia.net.WebResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The body of an answer that holds a whole file, read forward as far as is wanted and cut then. */
final class ForwardBody {

    private final WebResponse response;
    private final InputStream decoded;
    private long position;
    private boolean atEnd;

    /** @param counted the answer's body, which counts what is read from it */
    ForwardBody(WebResponse response, InputStream counted) throws IOException {
        this.response = response;
        this.decoded = decode(response.header("Content-Encoding").orElse(""), counted);
    }

    private static InputStream decode(String encoding, InputStream body) throws IOException {
        try {
            return ContentEncoding.decode(encoding, body);
        } catch (EOFException e) {
            throw new IOException("the compressed body ends in its header", e);
        }
    }

    /** Offset in the file of the next byte. */
    long position() {
        return position;
    }

    /** Whether the file's end was seen, which is then at {@link #position()}. */
    boolean atEnd() {
        return atEnd;
    }

    /** Moves forward to an offset, or to the end if that comes first. */
    void skipTo(long offset) throws IOException {
        ByteBuffer scratch = ByteBuffer.allocate(8 << 10);
        while (position < offset && !atEnd) {
            scratch.clear().limit((int) Math.min(scratch.capacity(), offset - position));
            fill(scratch);
        }
    }

    /** Reads until the buffer is full or the file ends. */
    void fill(ByteBuffer target) throws IOException {
        while (target.hasRemaining() && !atEnd) {
            int count = decoded.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
            if (count < 0) {
                atEnd = true;
            } else {
                target.position(target.position() + count);
                position += count;
            }
        }
    }

    void close() {
        response.close();
    }
}
