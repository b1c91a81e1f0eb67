package io.releasemedia.probe.format.gif;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Reads GIF87a and GIF89a: the logical screen, and the first image's control block for a transparent colour. A screen
 * without a size takes that of the first image.
 */
public final class GifReader implements FormatReader {

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int MAX_BLOCKS = 1024;

    @Override
    public String name() {
        return "gif";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (!in.peek("GIF87a") && !in.peek("GIF89a")) {
            throw MalformedMediaException.at(in, "GIF87a or GIF89a expected");
        }
        in.skip(6);
        int width = in.u16le();
        int height = in.u16le();
        int flags = in.u8();
        facts.size(width, height).put(Field.COLOR_SPACE, "Indexed");
        boolean table = (flags & 0x80) != 0;
        facts.count(Field.BIT_DEPTH, 1 + (table ? flags & 7 : flags >> 4 & 7));
        in.skip(2);
        if (table) {
            in.skip(3L << (flags & 7) + 1);
        }
        firstImage(in, facts);
    }

    private static void firstImage(ByteWindow in, Facts facts) throws IOException {
        for (int blocks = 0; blocks < MAX_BLOCKS; ) {
            int introducer = in.u8();
            if (introducer == IMAGE) {
                in.skip(4);
                if (!facts.has(Field.WIDTH)) {
                    facts.size(in.u16le(), in.u16le());
                }
                if (!facts.has(Field.ALPHA)) {
                    facts.put(Field.ALPHA, false);
                }
                return;
            }
            if (introducer != EXTENSION) {
                return;
            }
            if (in.u8() == GRAPHIC_CONTROL && in.has(2)) {
                facts.put(Field.ALPHA, (in.peekBytes(2)[1] & 1) != 0);
            }
            int length = in.u8();
            while (length > 0 && blocks < MAX_BLOCKS) {
                in.skip(length);
                length = in.u8();
                blocks++;
            }
            blocks++;
        }
    }
}
