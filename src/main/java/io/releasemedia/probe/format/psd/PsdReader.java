package io.releasemedia.probe.format.psd;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** Reads the header of Photoshop documents and large documents (Adobe Photoshop File Formats Specification). */
public final class PsdReader implements FormatReader {

    @Override
    public String name() {
        return "psd";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (!in.peek("8BPS")) {
            throw MalformedMediaException.at(in, "8BPS expected");
        }
        in.skip(4);
        int version = in.u16be();
        if (version != 1 && version != 2) {
            throw new MalformedMediaException(in.position() - 2, "version 1 or 2 expected, not " + version);
        }
        in.skip(6);
        int channels = in.u16be();
        long height = in.u32be();
        long width = in.u32be();
        if (width == 0 || height == 0) {
            throw new MalformedMediaException(in.position() - 8, "a width and a height expected");
        }
        facts.size(width, height).count(Field.BIT_DEPTH, in.u16be());
        switch (in.u16be()) {
            case 0, 1, 8 -> colour(facts, "Gray", channels > 1);
            case 2 -> colour(facts, "Indexed", channels > 1);
            case 3 -> colour(facts, "RGB", channels > 3);
            case 4 -> colour(facts, "CMYK", channels > 4);
            case 9 -> colour(facts, "Lab", channels > 3);
            default -> {
                // Multichannel has no colour space.
            }
        }
    }

    private static void colour(Facts facts, String space, boolean alpha) {
        facts.put(Field.COLOR_SPACE, space).put(Field.ALPHA, alpha);
    }
}
