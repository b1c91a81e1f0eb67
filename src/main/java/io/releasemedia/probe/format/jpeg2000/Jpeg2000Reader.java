package io.releasemedia.probe.format.jpeg2000;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.mp4.Box;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads JPEG 2000: the image header box of JP2, JPX and JPM files (ISO/IEC 15444-1 annex I), else the codestream's SIZ
 * marker segment (annex A.5.1), which is all that a bare codestream has.
 */
public final class Jpeg2000Reader implements FormatReader {

    private static final int START_AND_SIZE = 0xff4f_ff51;
    private static final int MAX_BOXES = 64;
    private static final int AFTER_SEEK = 512;
    private static final int VARIES = 0xff;

    @Override
    public String name() {
        return "jpeg2000";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (in.has(4) && in.peek("\u00ffO\u00ffQ")) {
            codestream(in, facts);
            return;
        }
        long limit = in.length().orElse(Long.MAX_VALUE);
        Optional<Box> next = Box.top(in, limit);
        for (int i = 0; i < MAX_BOXES && next.isPresent() && !facts.has(Field.WIDTH); i++) {
            Box box = next.get();
            if (box.type().equals("jp2h")) {
                header(in, box, facts);
            } else if (box.type().equals("jp2c")) {
                codestream(in, facts);
            }
            if (box.end() >= limit) {
                break;
            }
            in.readAhead(AFTER_SEEK).seek(box.end());
            next = Box.top(in, limit);
        }
        if (!facts.has(Field.WIDTH)) {
            throw in.remaining() == 0
                    ? new EOFException(in.name() + ": ends before an image header")
                    : MalformedMediaException.at(in, "an image header box or a codestream expected before");
        }
    }

    private static void header(ByteWindow in, Box header, Facts facts) throws IOException {
        int boxes = 0;
        for (Optional<Box> next = Box.child(in, header.end());
                next.isPresent() && ++boxes < MAX_BOXES;
                next = Box.child(in, header.end())) {
            Box box = next.get();
            if (box.type().equals("ihdr")) {
                long height = in.u32be();
                facts.size(in.u32be(), height);
                in.skip(2);
                depth(in.u8(), facts);
            } else if (box.type().equals("colr") && in.u8() == 1) {
                in.skip(2);
                facts.put(Field.COLOR_SPACE, colorSpace(in.i32be()));
            }
            in.seek(box.end());
        }
    }

    private static String colorSpace(int enumerated) {
        return switch (enumerated) {
            case 12 -> "CMYK";
            case 14 -> "Lab";
            case 16 -> "RGB";
            case 17 -> "Gray";
            case 18 -> "YCbCr";
            default -> "";
        };
    }

    /** The image is what of the reference grid lies behind its offset. */
    private static void codestream(ByteWindow in, Facts facts) throws IOException {
        if (in.i32be() != START_AND_SIZE) {
            throw MalformedMediaException.at(in.skip(-4), "the SIZ marker of a codestream expected");
        }
        in.skip(4);
        long width = in.u32be();
        long height = in.u32be();
        facts.size(width - in.u32be(), height - in.u32be());
        in.skip(18);
        depth(in.u8(), facts);
    }

    private static void depth(int field, Facts facts) {
        if (field != VARIES) {
            facts.count(Field.BIT_DEPTH, (field & 0x7f) + 1L);
        }
    }
}
