package io.releasemedia.probe.format.tiff;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Reads TIFF 6.0 in both byte orders and BigTIFF: the first image file directory, which is the first page. Where that
 * is a reduced preview with the image proper in a sub-directory, as in DNG (and TIFF/EP), the largest full image there
 * is taken.
 */
public final class TiffReader implements FormatReader {

    private static final int MAX_SUB_DIRECTORIES = 8;

    @Override
    public String name() {
        return "tiff";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        TiffBytes bytes = TiffBytes.open(in);
        TiffDirectory first = TiffDirectory.read(bytes, bytes.firstDirectory());
        TiffDirectory image = first.isReduced() ? fullImage(bytes, first) : first;
        if (image.width() <= 0 || image.height() <= 0) {
            throw MalformedMediaException.at(in, "a directory with a width and a height expected before");
        }
        facts.size(image.width(), image.height())
                .put(Field.COLOR_SPACE, image.colourSpace())
                .put(Field.ALPHA, image.hasAlpha())
                .count(Field.BIT_DEPTH, image.bits(bytes));
    }

    private static TiffDirectory fullImage(TiffBytes bytes, TiffDirectory preview) throws IOException {
        TiffDirectory best = preview;
        for (long offset : preview.subDirectories(bytes, MAX_SUB_DIRECTORIES)) {
            TiffDirectory found = TiffDirectory.read(bytes, offset);
            if (!found.isReduced() && (best.isReduced() || found.width() > best.width())) {
                best = found;
            }
        }
        return best;
    }
}
