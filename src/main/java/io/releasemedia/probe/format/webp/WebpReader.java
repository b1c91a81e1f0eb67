package io.releasemedia.probe.format.webp;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Reads WebP (RFC 9649): the canvas of an extended file, else the size in the VP8 frame header (RFC 6386 section 9.1)
 * or the VP8L header.
 */
public final class WebpReader implements FormatReader {

    private static final int LOSSY = 0x56503820; // VP8 and a space
    private static final int LOSSLESS = 0x5650384c; // VP8L
    private static final int EXTENDED = 0x56503858; // VP8X
    private static final int FRAME = 0x414e4d46; // ANMF
    private static final int MAX_CHUNKS = 16;
    private static final int AFTER_SEEK = 512;
    private static final int ALPHA_FLAG = 0x10;

    @Override
    public String name() {
        return "webp";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        boolean riff = in.peek("RIFF");
        in.skip(8);
        if (!riff || !in.peek("WEBP")) {
            throw MalformedMediaException.at(in, "a RIFF file of type WEBP expected");
        }
        in.skip(4);
        facts.count(Field.BIT_DEPTH, 8);
        for (int i = 0; i < MAX_CHUNKS; i++) {
            int type = in.i32be();
            long size = in.u32le();
            long start = in.position();
            switch (type) {
                case LOSSY -> {
                    lossy(in, facts);
                    return;
                }
                case LOSSLESS -> {
                    lossless(in, facts);
                    return;
                }
                case EXTENDED -> {
                    facts.put(Field.ALPHA, (in.u8() & ALPHA_FLAG) != 0);
                    in.skip(3);
                    facts.size(in.u24le() + 1L, in.u24le() + 1L);
                    in.seek(start + size + (size & 1));
                }
                // An animation's first frame has its chunks behind 16 bytes of its own.
                case FRAME -> in.skip(16);
                default -> {
                    in.readAhead(AFTER_SEEK);
                    in.seek(start + size + (size & 1));
                }
            }
        }
        if (!facts.has(Field.WIDTH)) {
            throw MalformedMediaException.at(in, "a VP8, VP8L or VP8X chunk expected before");
        }
    }

    private static void lossy(ByteWindow in, Facts facts) throws IOException {
        facts.put(Field.COLOR_SPACE, "YCbCr");
        if (facts.has(Field.WIDTH)) {
            return;
        }
        in.skip(3);
        if (in.u24be() != 0x9d012a) {
            throw new MalformedMediaException(in.position() - 3, "the start code of a VP8 key frame expected");
        }
        // The two bits above each size are a scale for display.
        facts.size(in.u16le() & 0x3fff, in.u16le() & 0x3fff).put(Field.ALPHA, false);
    }

    private static void lossless(ByteWindow in, Facts facts) throws IOException {
        facts.put(Field.COLOR_SPACE, "RGB");
        if (in.u8() != 0x2f) {
            throw new MalformedMediaException(in.position() - 1, "the signature of VP8L expected");
        }
        int bits = in.i32le();
        if (!facts.has(Field.WIDTH)) {
            facts.size((bits & 0x3fff) + 1L, (bits >>> 14 & 0x3fff) + 1L).put(Field.ALPHA, (bits >>> 28 & 1) != 0);
        }
    }
}
