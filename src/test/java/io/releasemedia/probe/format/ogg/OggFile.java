package io.releasemedia.probe.format.ogg;

import io.releasemedia.probe.format.codec.ComposedMedia;
import java.util.Arrays;

/** Composes Ogg pages with valid checksums. */
final class OggFile {

    static final int CONTINUED = 1;
    static final int FIRST = 2;
    static final int LAST = 4;

    private final ComposedMedia out = new ComposedMedia();

    ComposedMedia media() {
        return out;
    }

    /** A page of whole packets, each below 255 bytes unless it is the only one. */
    OggFile page(int serial, int flags, long granule, byte[]... packets) {
        ComposedMedia lacing = new ComposedMedia();
        ComposedMedia body = new ComposedMedia();
        for (byte[] packet : packets) {
            for (int left = packet.length; left >= 0; left -= 255) {
                lacing.u8(Math.min(255, left));
            }
            body.raw(packet);
        }
        return raw(serial, flags, granule, lacing.bytes(), body.bytes());
    }

    /** A page that ends inside a packet: 255 segments of 255 bytes. */
    OggFile fullPage(int serial, int flags, byte[] start) {
        byte[] lacing = new byte[255];
        Arrays.fill(lacing, (byte) 255);
        return raw(serial, flags, -1, lacing, Arrays.copyOf(start, 255 * 255));
    }

    private OggFile raw(int serial, int flags, long granule, byte[] lacing, byte[] body) {
        byte[] page = new ComposedMedia()
                .ascii("OggS")
                .u8(0, flags)
                .le(8, granule)
                .le(4, serial)
                .zeros(8)
                .u8(lacing.length)
                .raw(lacing)
                .raw(body)
                .bytes();
        int crc = 0;
        for (byte value : page) {
            crc ^= (value & 0xff) << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ 0x04c11db7 : crc << 1;
            }
        }
        for (int i = 0; i < 4; i++) {
            page[22 + i] = (byte) (crc >>> (8 * i));
        }
        out.raw(page);
        return this;
    }

    static byte[] vorbis(int channels, int rate, int nominal) {
        return new ComposedMedia()
                .ascii("\u0001vorbis")
                .le(4, 0)
                .u8(channels)
                .le(4, rate)
                .le(4, 0)
                .le(4, nominal)
                .le(4, 0)
                .u8(0xb8, 1)
                .bytes();
    }

    static byte[] opus(int channels, int preSkip, int inputRate) {
        return new ComposedMedia()
                .ascii("OpusHead")
                .u8(1, channels)
                .le(2, preSkip)
                .le(4, inputRate)
                .le(2, 0)
                .u8(0)
                .bytes();
    }

    static byte[] opusTags(String comment, int claimedLength) {
        return new ComposedMedia()
                .ascii("OpusTags")
                .le(4, 4)
                .ascii("test")
                .le(4, 1)
                .le(4, claimedLength)
                .ascii(comment)
                .bytes();
    }

    static byte[] theora(int width, int height, int framesPerSecond, int shift) {
        return new ComposedMedia()
                .ascii("\u0080theora")
                .u8(3, 2, 1)
                .be(2, (width + 15) / 16)
                .be(2, (height + 15) / 16)
                .be(3, width)
                .be(3, height)
                .zeros(2)
                .be(4, framesPerSecond)
                .be(4, 1)
                .zeros(10)
                .be(2, shift << 5)
                .bytes();
    }

    /** The first packet of FLAC's mapping: 4096 samples a block, 16 bits. */
    static byte[] flac(int rate, int channels, long samples) {
        return new ComposedMedia()
                .ascii("\u007fFLAC")
                .u8(1, 0)
                .be(2, 1)
                .ascii("fLaC")
                .be(4, 34)
                .raw(streamInfo(rate, channels, samples))
                .bytes();
    }

    static byte[] streamInfo(int rate, int channels, long samples) {
        return new ComposedMedia()
                .be(2, 4096)
                .be(2, 4096)
                .zeros(6)
                .be(8, (long) rate << 44 | (channels - 1L) << 41 | 15L << 36 | samples)
                .zeros(16)
                .bytes();
    }
}
