package io.releasemedia.probe.format.codec;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.source.ByteSource;
import io.releasemedia.source.ByteWindow;
import io.releasemedia.source.Cost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/** A media file that a test composes byte by byte and lets a reader read, as a local or as a remote file. */
public final class ComposedMedia {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public ComposedMedia ascii(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public ComposedMedia raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public ComposedMedia u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    public ComposedMedia be(int bytes, long value) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    public ComposedMedia le(int bytes, long value) {
        for (int shift = 0; shift < bytes * 8; shift += 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    public ComposedMedia zeros(int count) {
        return raw(new byte[count]);
    }

    public int length() {
        return out.size();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    public Facts read(FormatReader reader) throws IOException {
        return read(reader, new Memory(bytes(), false));
    }

    /** What a reader finds in the file behind a network, of which the first 8 KiB are there already. */
    public Facts readRemote(FormatReader reader) throws IOException {
        return read(reader, new Memory(bytes(), true));
    }

    /** What {@link #readRemote} costs, the head included. */
    public Cost remoteCost(FormatReader reader) throws IOException {
        Memory memory = new Memory(bytes(), true);
        read(reader, memory);
        return memory.cost();
    }

    /** The duration that was found, in seconds; 0 for none. */
    public static double seconds(Facts facts) {
        return facts.get(Field.DURATION)
                .map(value -> ((BigDecimal) value).doubleValue())
                .orElse(0.0);
    }

    private static Facts read(FormatReader reader, Memory memory) throws IOException {
        ByteWindow window = new ByteWindow(memory);
        boolean unused = window.has(1);
        Facts facts = new Facts();
        reader.read(window, facts);
        return facts;
    }

    private static final class Memory implements ByteSource {
        private final byte[] bytes;
        private final boolean remote;
        private long read;
        private int requests;

        private Memory(byte[] bytes, boolean remote) {
            this.bytes = bytes;
            this.remote = remote;
        }

        @Override
        public String name() {
            return "composed";
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(bytes.length);
        }

        @Override
        public ByteBuffer read(long offset, int length) {
            int from = (int) Math.min(offset, bytes.length);
            int count = Math.min(length, bytes.length - from);
            read += count;
            requests++;
            return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + count));
        }

        @Override
        public boolean isRemote() {
            return remote;
        }

        @Override
        public Cost cost() {
            return new Cost(read, requests);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
