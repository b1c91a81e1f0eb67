package io.releasemedia.probe.format.wav;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.source.ByteSource;
import io.releasemedia.source.ByteWindow;
import io.releasemedia.source.Cost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/** A media file that a test composes byte by byte, and a source that serves it as a remote one would be. */
public final class MediaBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long pretendedLength = -1;
    private boolean unknownLength;
    private Cost cost = Cost.NONE;

    public MediaBytes ascii(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public MediaBytes hex(String digits) {
        return raw(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    public MediaBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public MediaBytes zeros(int count) {
        return raw(new byte[count]);
    }

    public MediaBytes u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    public MediaBytes u16be(int value) {
        return u8(value >> 8, value);
    }

    public MediaBytes u16le(int value) {
        return u8(value, value >> 8);
    }

    public MediaBytes u32be(long value) {
        return u16be((int) (value >> 16)).u16be((int) value);
    }

    public MediaBytes u32le(long value) {
        return u16le((int) value).u16le((int) (value >> 16));
    }

    public MediaBytes i64be(long value) {
        return u32be(value >> 32).u32be(value);
    }

    public MediaBytes i64le(long value) {
        return u32le(value).u32le(value >> 32);
    }

    /** The file goes on with zeros up to this length. */
    public MediaBytes length(long bytes) {
        pretendedLength = bytes;
        return this;
    }

    /** The source does not know its length. */
    public MediaBytes withoutLength() {
        unknownLength = true;
        return this;
    }

    public int size() {
        return out.size();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    /** What the reader says. */
    public Facts read(FormatReader reader) throws IOException {
        Facts facts = new Facts();
        read(reader, facts);
        return facts;
    }

    /** Reads into {@code facts}, which keep what was put before an exception. */
    public void read(FormatReader reader, Facts facts) throws IOException {
        Source source = new Source(bytes(), Math.max(pretendedLength, out.size()), unknownLength);
        try {
            reader.read(new ByteWindow(source), facts);
        } finally {
            cost = source.cost();
        }
    }

    /** What the last reading cost. */
    public Cost cost() {
        return cost;
    }

    private static final class Source implements ByteSource {

        private final byte[] head;
        private final long length;
        private final boolean unknown;
        private long bytesRead;
        private int requests;

        Source(byte[] head, long length, boolean unknown) {
            this.head = head;
            this.length = length;
            this.unknown = unknown;
        }

        @Override
        public String name() {
            return "composed";
        }

        @Override
        public OptionalLong length() {
            return unknown ? OptionalLong.empty() : OptionalLong.of(length);
        }

        @Override
        public ByteBuffer read(long offset, int count) {
            int there = (int) Math.max(0, Math.min(count, length - offset));
            byte[] bytes = offset >= head.length
                    ? new byte[there]
                    : Arrays.copyOfRange(head, (int) offset, (int) offset + there);
            bytesRead += there;
            requests++;
            return ByteBuffer.wrap(bytes);
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public Cost cost() {
            return new Cost(bytesRead, requests);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
