package io.releasemedia.probe.format.png;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Reads PNG (ISO/IEC 15948, chapter 11): the {@code IHDR} chunk, and the chunks up to the image data for a transparent
 * colour.
 */
public final class PngReader implements FormatReader {

    private static final long SIGNATURE = 0x8950_4e47_0d0a_1a0aL;
    private static final int HEADER = 0x49484452; // IHDR
    private static final int APPLE = 0x43674249; // CgBI
    private static final int TRANSPARENCY = 0x74524e53; // tRNS
    private static final int IMAGE_DATA = 0x49444154; // IDAT
    private static final int END = 0x49454e44; // IEND
    private static final int MAX_CHUNKS = 512;
    private static final int AFTER_SEEK = 512;

    @Override
    public String name() {
        return "png";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (in.i64be() != SIGNATURE) {
            throw new MalformedMediaException(in.position() - 8, "the PNG signature expected");
        }
        long length = in.u32be();
        int type = in.i32be();
        if (type == APPLE) {
            // Xcode puts a chunk of its own first.
            in.skip(length + 4);
            length = in.u32be();
            type = in.i32be();
        }
        if (type != HEADER || length < 13) {
            throw new MalformedMediaException(in.position() - 8, "an IHDR chunk expected first");
        }
        long start = in.position();
        long width = in.u32be();
        long height = in.u32be();
        if (width == 0 || height == 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new MalformedMediaException(start, "a width and height of 1 to 2147483647 expected");
        }
        facts.size(width, height).count(Field.BIT_DEPTH, in.u8());
        int colour = in.u8();
        facts.put(Field.COLOR_SPACE, colourSpace(colour));
        if (colour == 4 || colour == 6) {
            facts.put(Field.ALPHA, true);
        } else {
            in.seek(start + length + 4);
            facts.put(Field.ALPHA, hasTransparentColour(in));
        }
    }

    private static String colourSpace(int type) {
        return switch (type) {
            case 0, 4 -> "Gray";
            case 2, 6 -> "RGB";
            case 3 -> "Indexed";
            default -> "";
        };
    }

    private static boolean hasTransparentColour(ByteWindow in) throws IOException {
        for (int i = 0; i < MAX_CHUNKS; i++) {
            long length = in.u32be();
            int type = in.i32be();
            if (type == TRANSPARENCY) {
                return true;
            }
            if (type == IMAGE_DATA || type == END) {
                return false;
            }
            in.readAhead(AFTER_SEEK);
            in.skip(length + 4);
        }
        return false;
    }
}
