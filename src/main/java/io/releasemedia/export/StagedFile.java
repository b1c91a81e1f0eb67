package io.releasemedia.export;

import io.releasemedia.catalog.Sha256;
import io.releasemedia.export.Manifest.Entry;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/** A file that is written as a stream, with what the manifest wants to know of it. */
final class StagedFile extends FilterOutputStream {

    private final MessageDigest digest = Sha256.start();
    private final UnaryOperator<IOException> explained;
    private long size;

    /** Into {@code out}; errors are shown as {@code explained} says. */
    StagedFile(OutputStream out, UnaryOperator<IOException> explained) {
        super(out);
        this.explained = explained;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw explained.apply(e);
        }
        digest.update(bytes, offset, length);
        size += length;
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw explained.apply(e);
        }
    }

    /** What was written; called once, when it is closed. */
    Entry entry(long rows, String source) {
        return new Entry(size, HexFormat.of().formatHex(digest.digest()), rows, source);
    }

    static Entry entry(byte[] bytes, long rows, String source) {
        return new Entry(bytes.length, HexFormat.of().formatHex(Sha256.start().digest(bytes)), rows, source);
    }
}
