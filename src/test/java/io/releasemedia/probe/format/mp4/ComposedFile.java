package io.releasemedia.probe.format.mp4;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.source.ByteSource;
import io.releasemedia.source.ByteWindow;
import io.releasemedia.source.Cost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** A file of parts and of gaps between them that take no memory, read as a local or as a remote one. */
public final class ComposedFile {

    private static final class Part {
        private final long offset;
        private final byte[] bytes;

        Part(long offset, byte[] bytes) {
            this.offset = offset;
            this.bytes = bytes;
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private long length;
    private Cost cost = Cost.NONE;

    /** A file of these parts, one behind the other. */
    public static ComposedFile of(byte[]... parts) {
        return new ComposedFile().add(parts);
    }

    public ComposedFile add(byte[]... more) {
        byte[] part = join(more);
        parts.add(new Part(length, part));
        length += part.length;
        return this;
    }

    /** Zeros. */
    public ComposedFile gap(long bytes) {
        length += bytes;
        return this;
    }

    public ComposedFile cutAt(long bytes) {
        length = bytes;
        return this;
    }

    public long length() {
        return length;
    }

    public Facts local(FormatReader reader) throws IOException {
        return read(reader, false);
    }

    public Facts remote(FormatReader reader) throws IOException {
        return read(reader, true);
    }

    /** What the last reading cost. */
    public Cost cost() {
        return cost;
    }

    private Facts read(FormatReader reader, boolean remote) throws IOException {
        Facts facts = new Facts();
        read(reader, remote, facts);
        return facts;
    }

    /** Reads into facts that stay when the reader throws. */
    public void read(FormatReader reader, boolean remote, Facts facts) throws IOException {
        Source source = new Source(remote);
        try {
            reader.read(new ByteWindow(source), facts);
        } finally {
            cost = source.cost();
        }
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    public static byte[] u8(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    public static byte[] u16(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }

    public static byte[] u32(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        for (long value : values) {
            buffer.putInt((int) value);
        }
        return buffer.array();
    }

    /** Little-endian. */
    public static byte[] le32(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        for (long value : values) {
            buffer.putInt(Integer.reverseBytes((int) value));
        }
        return buffer.array();
    }

    public static byte[] u64(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    /** A box of ISO base media. */
    public static byte[] box(String type, byte[]... body) {
        byte[] bytes = join(body);
        return join(u32(8 + bytes.length), ascii(type), bytes);
    }

    private final class Source implements ByteSource {

        private final boolean remote;
        private long bytesRead;
        private int requests;

        Source(boolean remote) {
            this.remote = remote;
        }

        @Override
        public String name() {
            return "composed";
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(length);
        }

        @Override
        public ByteBuffer read(long offset, int count) {
            byte[] bytes = new byte[(int) Math.max(0, Math.min(count, length - offset))];
            for (Part part : parts) {
                long from = Math.max(offset, part.offset);
                long to = Math.min(offset + bytes.length, part.offset + part.bytes.length);
                if (from < to) {
                    System.arraycopy(
                            part.bytes, (int) (from - part.offset), bytes, (int) (from - offset), (int) (to - from));
                }
            }
            bytesRead += bytes.length;
            requests++;
            return ByteBuffer.wrap(bytes);
        }

        @Override
        public boolean isRemote() {
            return remote;
        }

        @Override
        public Cost cost() {
            return new Cost(bytesRead, requests);
        }

        @Override
        public void close() {}
    }
}
