package io.releasemedia.probe.format.ico;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** Reads the directory of Windows icons and cursors (ICONDIR); the size is that of the largest image. */
public final class IcoReader implements FormatReader {

    private static final int MAX_IMAGES = 256;

    @Override
    public String name() {
        return "ico";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        int reserved = in.u16le();
        int type = in.u16le();
        int count = in.u16le();
        if (reserved != 0 || type != 1 && type != 2 || count == 0) {
            throw new MalformedMediaException(start, "a directory of icons or cursors expected");
        }
        int best = 0;
        for (int i = 0; i < Math.min(count, MAX_IMAGES); i++) {
            int width = sideLength(in.u8());
            int height = sideLength(in.u8());
            in.skip(14);
            if (width * height > best) {
                best = width * height;
                facts.size(width, height);
            }
        }
        facts.put(Field.COLOR_SPACE, "RGB");
    }

    /** A byte has no room for 256. */
    private static int sideLength(int value) {
        return value == 0 ? 256 : value;
    }
}
