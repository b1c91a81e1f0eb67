package io.releasemedia.probe.format.mp4;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** The ES_Descriptor of an {@code esds} box (ISO/IEC 14496-1 section 7.2.6.5, ISO/IEC 14496-14 section 5.6). */
final class ElementaryStream {

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int MAX_CONFIG = 4096;

    private final int objectType;
    private final long averageBitrate;
    private final byte[] config;

    private ElementaryStream(int objectType, long averageBitrate, byte[] config) {
        this.objectType = objectType;
        this.averageBitrate = averageBitrate;
        this.config = config;
    }

    /** What codec the stream has, by the registry of object type indications. */
    int objectType() {
        return objectType;
    }

    /** Bit/s; 0 where not declared. */
    long averageBitrate() {
        return averageBitrate;
    }

    /** The decoder's configuration; empty where there is none. */
    byte[] config() {
        return config;
    }

    /** At the version field of the box that ends at {@code end}; empty where the descriptors are not those expected. */
    static Optional<ElementaryStream> read(ByteWindow in, long end) throws IOException {
        in.skip(4);
        int tag = end - in.position() < 2 ? -1 : in.u8();
        if (tag == ES_DESCRIPTOR) {
            length(in);
            in.skip(2);
            int flags = in.u8();
            in.skip((flags & 0x80) != 0 ? 2 : 0);
            in.skip((flags & 0x40) != 0 ? in.u8() : 0);
            in.skip((flags & 0x20) != 0 ? 2 : 0);
            tag = in.u8();
        }
        if (tag != DECODER_CONFIG) {
            return Optional.empty();
        }
        length(in);
        int objectType = in.u8();
        in.skip(8);
        long average = in.u32be();
        byte[] config = {};
        if (in.position() < end && in.u8() == DECODER_SPECIFIC) {
            int length = length(in);
            config = in.bytes((int) Math.max(0, Math.min(Math.min(length, MAX_CONFIG), end - in.position())));
        }
        return Optional.of(new ElementaryStream(objectType, average, config));
    }

    /** An expandable length: 7 bits a byte, at most 4 bytes. */
    private static int length(ByteWindow in) throws IOException {
        int length = 0;
        for (int i = 0; i < 4; i++) {
            int value = in.u8();
            length = length << 7 | value & 0x7f;
            if (value < 0x80) {
                break;
            }
        }
        return length;
    }
}
