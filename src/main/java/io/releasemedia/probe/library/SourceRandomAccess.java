package io.releasemedia.probe.library;

import io.releasemedia.source.ByteSource;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/** A source as PDFBox reads files: by position, a little here and there. */
final class SourceRandomAccess implements RandomAccessRead {

    private final ByteWindow window;
    private final long length;
    private boolean closed;

    SourceRandomAccess(ByteSource source, long length) {
        this.window = new ByteWindow(source);
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        return isEOF() ? -1 : window.u8();
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (isEOF()) {
            return -1;
        }
        byte[] bytes = window.peekBytes((int) Math.min(Math.min(count, ByteWindow.MAX_READ), length - getPosition()));
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        window.skip(bytes.length);
        return bytes.length == 0 && count > 0 ? -1 : bytes.length;
    }

    @Override
    public long getPosition() {
        return window.position();
    }

    @Override
    public void seek(long position) throws IOException {
        window.seek(Math.min(position, length));
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isEOF() {
        return window.position() >= length;
    }

    @Override
    public RandomAccessReadView createView(long start, long count) {
        return new RandomAccessReadView(this, start, count);
    }

    /** The source stays its opener's to close. */
    @Override
    public void close() {
        closed = true;
    }
}
