package io.releasemedia.probe.format.bmp;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** Reads Windows bitmaps (BITMAPCOREHEADER to BITMAPV5HEADER, wingdi.h) and OS/2 bitmaps and bitmap arrays. */
public final class BmpReader implements FormatReader {

    private static final int ARRAY_HEADER = 14;
    private static final int CORE = 12;
    private static final int MAX_HEADER = 1024;
    private static final int ALPHA_MASKS = 6;
    private static final int WITH_ALPHA_MASK = 56;

    @Override
    public String name() {
        return "bmp";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (in.peek("BA")) {
            in.skip(ARRAY_HEADER);
        }
        if (!in.peek("BM")) {
            throw MalformedMediaException.at(in, "BM expected");
        }
        in.skip(14);
        long start = in.position();
        long header = in.u32le();
        if (header < CORE || header > MAX_HEADER) {
            throw new MalformedMediaException(start, "a bitmap header of 12 to 1024 bytes expected, not " + header);
        }
        // A negative height stands for rows from top to bottom.
        long width = header == CORE ? in.u16le() : Math.abs((long) in.i32le());
        long height = header == CORE ? in.u16le() : Math.abs((long) in.i32le());
        if (width == 0 || height == 0) {
            throw new MalformedMediaException(start + 4, "a width and a height expected");
        }
        in.skip(2);
        int bits = in.u16le();
        facts.size(width, height).put(Field.COLOR_SPACE, bits > 0 && bits <= 8 ? "Indexed" : "RGB");
        facts.count(Field.BIT_DEPTH, depth(bits));
        boolean masked = header >= WITH_ALPHA_MASK && header != 64 || header >= 40 && in.u32le() == ALPHA_MASKS;
        if (bits < 32) {
            facts.put(Field.ALPHA, false);
        } else if (masked) {
            facts.put(Field.ALPHA, in.seek(start + 52).i32le() != 0);
        }
    }

    private static int depth(int bitsPerPixel) {
        return switch (bitsPerPixel) {
            case 1, 2, 4, 8 -> bitsPerPixel;
            case 16 -> 5;
            case 24, 32 -> 8;
            case 64 -> 16;
            default -> 0;
        };
    }
}
