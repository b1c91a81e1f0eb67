package io.releasemedia.probe.format.jpegxl;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.mp4.Box;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads JPEG XL: the size header and the bit depth of a codestream (ISO/IEC 18181-1 sections D.2 and D.3), bare or in the
 * boxes of part 2. Width and height are those of the image as stored, before its orientation is applied.
 */
public final class JpegXlReader implements FormatReader {

    private static final int MAX_BOXES = 64;
    private static final int AFTER_SEEK = 512;
    /** Enough for the longest headers that are read. */
    private static final int HEADERS = 32;

    private static final int[] SIZE_BITS = {9, 13, 18, 30};
    private static final int[][] RATIOS = {{1, 1}, {12, 10}, {4, 3}, {3, 2}, {16, 9}, {5, 4}, {2, 1}};

    @Override
    public String name() {
        return "jpegxl";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (in.peek("\u00ff\n")) {
            codestream(in, facts);
            return;
        }
        long limit = in.length().orElse(Long.MAX_VALUE);
        Optional<Box> next = Box.top(in, limit);
        for (int i = 0; i < MAX_BOXES && next.isPresent(); i++) {
            Box box = next.get();
            if (box.type().equals("jxlc") || box.type().equals("jxlp")) {
                codestream(in.skip(box.type().equals("jxlp") ? 4 : 0), facts);
                return;
            }
            in.readAhead(AFTER_SEEK).seek(box.end());
            next = Box.top(in, limit);
        }
        throw MalformedMediaException.at(in, "a codestream box expected before");
    }

    private static void codestream(ByteWindow in, Facts facts) throws IOException {
        if (!in.peek("\u00ff\n")) {
            throw MalformedMediaException.at(in, "the start of a codestream expected");
        }
        in.skip(2);
        // The whole of it is never needed: a short file is told by the fields that are missing.
        LowBits bits = new LowBits(in.peekBytes(HEADERS));
        boolean small = bits.take(1) != 0;
        long height = length(bits, small);
        int ratio = bits.take(3);
        long width = ratio == 0 ? length(bits, small) : height * RATIOS[ratio - 1][0] / RATIOS[ratio - 1][1];
        if (bits.isOverrun()) {
            throw MalformedMediaException.at(in, "a size header expected");
        }
        facts.size(width, height);
        int depth = bitDepth(bits);
        if (!bits.isOverrun()) {
            facts.count(Field.BIT_DEPTH, depth);
        }
    }

    private static long length(LowBits bits, boolean small) {
        return small ? (bits.take(5) + 1) * 8L : 1L + bits.take(SIZE_BITS[bits.take(2)]);
    }

    /** Bits of a sample of whole numbers; 0 where it is one of floating point, or stands behind more than its flag. */
    private static int bitDepth(LowBits bits) {
        boolean standard = bits.take(1) != 0;
        if (standard) {
            return 8;
        }
        boolean more = bits.take(1) != 0;
        boolean floating = !more && bits.take(1) != 0;
        if (more || floating) {
            return 0;
        }
        return switch (bits.take(2)) {
            case 0 -> 8;
            case 1 -> 10;
            case 2 -> 12;
            default -> 1 + bits.take(6);
        };
    }

    /** Reads bit fields, the least significant bit of each byte first; behind the end zeros. */
    private static final class LowBits {
        private final byte[] bytes;
        private int position;

        LowBits(byte[] bytes) {
            this.bytes = bytes;
        }

        int take(int count) {
            int value = 0;
            for (int i = 0; i < count; i++, position++) {
                int index = position >> 3;
                int bit = index < bytes.length ? bytes[index] >> (position & 7) & 1 : 0;
                value |= bit << i;
            }
            return value;
        }

        boolean isOverrun() {
            return position > bytes.length * 8;
        }
    }
}
