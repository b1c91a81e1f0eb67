package io.releasemedia.probe.format.tak;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.tag.TrailingTags;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * TAK: {@code tBaK}, metadata blocks of a type, a 24-bit size and a body (TAK SDK, "TAK file format"). The stream info
 * is packed from the least significant bit on; sample rate is counted from 6,000 Hz, bits from 8, channels from 1.
 * Bit rate: bytes without tags.
 */
public final class TakReader implements FormatReader {

    private static final int BLOCK_END = 0;
    private static final int BLOCK_STREAM_INFO = 1;
    private static final int STREAM_INFO = 10;
    private static final int MAX_BLOCKS = 64;

    @Override
    public String name() {
        return "tak";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        if (!in.peek("tBaK")) {
            throw MalformedMediaException.at(in, "\"tBaK\" expected");
        }
        in.skip(4);
        facts.codec("tak").put(Field.CONTAINER, "tak").put(Field.LOSSLESS, true).put(Field.BITRATE_MODE, "VBR");
        for (int i = 0; i < MAX_BLOCKS; i++) {
            int type = in.u8() & 0x7f;
            int size = in.u24le();
            if (type == BLOCK_END) {
                break;
            }
            if (type == BLOCK_STREAM_INFO && size >= STREAM_INFO) {
                streamInfo(in, start, facts);
                return;
            }
            in.skip(size);
        }
        throw MalformedMediaException.at(in, "a stream info block expected before");
    }

    private static void streamInfo(ByteWindow in, long start, Facts facts) throws IOException {
        ByteBuffer body = ByteBuffer.wrap(in.bytes(STREAM_INFO)).order(ByteOrder.LITTLE_ENDIAN);
        long low = body.getLong(0);
        int high = body.getShort(8) & 0xffff;
        long samples = low >>> 14 & 0x7_ffff_ffffL;
        long sampleRate = (low >>> 52 | (long) (high & 0x3f) << 12) + 6000;
        facts.sampleRate((double) sampleRate)
                .channels((high >>> 11 & 15) + 1)
                .bitsPerSample((high >>> 6 & 31) + 8)
                .samples(samples, sampleRate);
        long end = TrailingTags.audioEnd(in, start);
        if (end != Long.MAX_VALUE) {
            facts.bitrate(end - start, (double) samples / sampleRate);
        }
    }
}
