package io.releasemedia.probe.format.jpeg;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Reads JPEG (ITU-T T.81, annex B) and JPEG-LS: walks the marker segments to the frame header and seeks over all
 * others, so that neither an EXIF thumbnail nor its size matters. The Adobe segment tells RGB from YCbCr and CMYK from
 * YCCK (ITU-T T.872). An orientation is not applied.
 */
public final class JpegReader implements FormatReader {

    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int ADOBE = 0xee;
    private static final int JPEG_LS = 0xf7;
    private static final int MAX_SEGMENTS = 4096;
    private static final int MAX_JUNK = 64 << 10;
    private static final int AFTER_SEEK = 512;
    private static final int NO_TRANSFORM = -1;

    @Override
    public String name() {
        return "jpeg";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (in.u16be() != 0xff00 + START) {
            throw new MalformedMediaException(in.position() - 2, "a start-of-image marker expected");
        }
        int transform = NO_TRANSFORM;
        for (int i = 0; i < MAX_SEGMENTS; i++) {
            int marker = marker(in);
            if (marker == START || marker == 1 || marker >= 0xd0 && marker < START) {
                continue;
            }
            long start = in.position();
            if (marker == SCAN || marker == END) {
                throw new MalformedMediaException(start, "a frame header expected before the scan or the end");
            }
            int length = in.u16be();
            if (length < 2) {
                // Like decoders: what such a length belongs to is lost, the next marker is not.
                continue;
            }
            if (isFrame(marker)) {
                // JPEG-LS has no colour transform of its own.
                frame(in, marker == JPEG_LS ? 0 : transform, facts);
                return;
            }
            if (marker == ADOBE && length >= 14 && in.peek("Adobe")) {
                transform = in.skip(11).u8();
            }
            in.readAhead(AFTER_SEEK);
            in.seek(start + length);
        }
        throw MalformedMediaException.at(in, "a frame header expected within " + MAX_SEGMENTS + " segments");
    }

    /** The code behind the next 0xff; fill bytes and, as decoders do, junk before it are skipped. */
    private static int marker(ByteWindow in) throws IOException {
        long start = in.position();
        boolean marked = false;
        for (int i = 0; i < MAX_JUNK; i++) {
            int value = in.u8();
            if (marked && value != 0 && value != 0xff) {
                return value;
            }
            marked = value == 0xff;
        }
        throw new MalformedMediaException(start, "a marker expected within " + MAX_JUNK + " bytes");
    }

    /** All start-of-frame codes: 0xc0 to 0xcf without those of Huffman tables, extensions and arithmetic coding. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
                || marker == JPEG_LS;
    }

    private static void frame(ByteWindow in, int transform, Facts facts) throws IOException {
        int precision = in.u8();
        int height = in.u16be();
        int width = in.u16be();
        facts.size(width, height).count(Field.BIT_DEPTH, precision).put(Field.ALPHA, false);
        int components = in.u8();
        switch (components) {
            case 1 -> facts.put(Field.COLOR_SPACE, "Gray");
            case 3 -> facts.put(Field.COLOR_SPACE, transform == 0 || isNamedRgb(in) ? "RGB" : "YCbCr");
            case 4 -> facts.put(Field.COLOR_SPACE, transform == 2 ? "YCCK" : "CMYK");
            default -> {
                // No colour space has been given to other counts.
            }
        }
    }

    /** Encoders that write RGB without an Adobe segment name the components by letter. */
    private static boolean isNamedRgb(ByteWindow in) throws IOException {
        byte[] ids = in.bytes(7);
        return ids[0] == 'R' && ids[3] == 'G' && ids[6] == 'B';
    }
}
