package io.releasemedia.link;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends after so many bytes: compressed bodies can be long and hold nothing. */
final class LimitedBody extends FilterInputStream {

    private int left;

    LimitedBody(InputStream in, int limit) {
        super(in);
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        if (left <= 0) {
            return -1;
        }
        int value = in.read();
        left -= value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left <= 0) {
            return -1;
        }
        int count = in.read(target, offset, Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }
}
