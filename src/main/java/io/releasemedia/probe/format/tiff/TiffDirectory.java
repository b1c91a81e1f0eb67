package io.releasemedia.probe.format.tiff;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One image file directory, reduced to the fields that describe the image (TIFF 6.0, section 8). */
final class TiffDirectory {

    private static final int MAX_FIELDS = 1024;
    private static final int SUBFILE_TYPE = 254;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int SUB_DIRECTORIES = 330;
    private static final int EXTRA_SAMPLES = 338;

    /**
     * A field's values.
     *
     * @param at offset of the first one from the TIFF header
     */
    private record Values(int type, long count, long at) {
        static final Values NONE = new Values(0, 0, 0);

        long first(TiffBytes bytes) throws IOException {
            return count > 0 ? bytes.seek(at).value(type) : 0;
        }
    }

    private long subfileType;
    private long width;
    private long height;
    private long photometric = -1;
    private long extraSample;
    private Values bits = Values.NONE;
    private Values subDirectories = Values.NONE;

    private TiffDirectory() {}

    /** Reads the directory at an offset from the TIFF header. */
    static TiffDirectory read(TiffBytes bytes, long offset) throws IOException {
        TiffDirectory directory = new TiffDirectory();
        ByteWindow in = bytes.seek(offset).in();
        long count = bytes.big() ? bytes.word() : bytes.u16();
        int size = bytes.big() ? 20 : 12;
        long first = in.position();
        for (int i = 0; i < Math.min(count, MAX_FIELDS); i++) {
            in.seek(first + (long) i * size);
            directory.field(bytes);
        }
        return directory;
    }

    private void field(TiffBytes bytes) throws IOException {
        int tag = bytes.u16();
        int type = bytes.u16();
        long count = bytes.word();
        long at = bytes.in().position() - bytes.start();
        int room = bytes.big() ? 8 : 4;
        boolean inline = count <= room / Math.max(1, TiffBytes.size(type));
        switch (tag) {
            case SUBFILE_TYPE -> subfileType = bytes.value(type);
            case WIDTH -> width = bytes.value(type);
            case HEIGHT -> height = bytes.value(type);
            case PHOTOMETRIC -> photometric = bytes.value(type);
            case EXTRA_SAMPLES -> extraSample = inline ? bytes.value(type) : 0;
            case BITS -> bits = new Values(type, count, inline ? at : bytes.word());
            case SUB_DIRECTORIES -> subDirectories = new Values(type, count, inline ? at : bytes.word());
            default -> {
                // Says nothing about size or colour.
            }
        }
    }

    /** Whether it is a preview of another image. */
    boolean isReduced() {
        return (subfileType & 1) != 0;
    }

    long width() {
        return width;
    }

    long height() {
        return height;
    }

    boolean hasAlpha() {
        return extraSample == 1 || extraSample == 2;
    }

    /** Bits of the first channel, 1 where nothing is said. */
    long bits(TiffBytes bytes) throws IOException {
        return bits.count() > 0 ? bits.first(bytes) : 1;
    }

    /** Empty where the photometric interpretation is not known. */
    String colourSpace() {
        return switch ((int) photometric) {
            case 0, 1, 4 -> "Gray";
            case 2, 34892 -> "RGB";
            case 3 -> "Indexed";
            case 5 -> "CMYK";
            case 6 -> "YCbCr";
            case 8, 9, 10 -> "Lab";
            default -> "";
        };
    }

    /** Offsets of the directories below this one. */
    List<Long> subDirectories(TiffBytes bytes, int most) throws IOException {
        List<Long> offsets = new ArrayList<>();
        int size = TiffBytes.size(subDirectories.type());
        for (int i = 0; i < Math.min(subDirectories.count(), most) && size > 0; i++) {
            offsets.add(bytes.seek(subDirectories.at() + (long) i * size).value(subDirectories.type()));
        }
        return offsets;
    }
}
