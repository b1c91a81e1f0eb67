package io.releasemedia.probe.format.heif;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.mp4.Box;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads HEIF images: HEIC, AVIF and others (ISO/IEC 23008-12; AV1 Image File Format). Width and height are those of the
 * primary item as it is stored, before a rotation property is applied.
 */
public final class HeifReader implements FormatReader {

    private static final int MAX_BOXES = 256;
    private static final int META = 16 << 10;
    private static final int MAX_BRANDS = 64;

    @Override
    public String name() {
        return "heif";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long limit = in.length().orElse(Long.MAX_VALUE);
        facts.put(Field.CONTAINER, "heif");
        in.readAhead(META);
        Optional<Box> next = Box.top(in, limit);
        for (int i = 0; i < MAX_BOXES && next.isPresent(); i++) {
            Box box = next.get();
            if (box.type().equals("ftyp")) {
                facts.mimeType(mimeType(in.ascii((int) Math.min(box.length(), 4 * MAX_BRANDS))));
            } else if (box.type().equals("meta")) {
                readMeta(in, box, facts);
                return;
            }
            if (box.end() > limit) {
                throw new EOFException(in.name() + ": ends before its meta box");
            }
            in.seek(box.end());
            next = Box.top(in, limit);
        }
        throw MalformedMediaException.at(in, "a meta box expected");
    }

    /** By the major brand, or by the compatible ones where that only says that it is an image. */
    private static String mimeType(String brands) {
        String major = brands.substring(0, Math.min(4, brands.length()));
        String list = major.startsWith("m") && brands.length() > 8 ? brands.substring(8) : major;
        if (list.contains("avif") || list.contains("avis")) {
            return "image/avif";
        }
        return list.toLowerCase(Locale.ROOT).contains("hei") || list.contains("hev") ? "image/heic" : "image/heif";
    }

    private static void readMeta(ByteWindow in, Box meta, Facts facts) throws IOException {
        in.skip(4);
        long primary = -1;
        ItemProperties properties = new ItemProperties();
        int boxes = 0;
        for (Optional<Box> next = Box.child(in, meta.end());
                next.isPresent() && ++boxes < MAX_BOXES;
                next = Box.child(in, meta.end())) {
            Box box = next.get();
            if (box.type().equals("pitm")) {
                primary = in.i32be() >>> 24 == 0 ? in.u16be() : in.u32be();
            } else if (box.type().equals("iprp")) {
                properties.read(in, box, primary);
                put(properties, facts);
                return;
            }
            in.seek(box.end());
        }
        throw new MalformedMediaException(meta.start(), "a meta box with item properties expected");
    }

    private static void put(ItemProperties properties, Facts facts) {
        properties.size().ifPresent(size -> facts.size(size.width(), size.height()));
        Optional<ItemProperties.Property> codec = properties.find("hvcC").or(() -> properties.find("av1C"));
        Optional<ItemProperties.Property> pixels = properties.find("pixi");
        pixels.or(() -> codec).ifPresent(p -> facts.count(Field.BIT_DEPTH, p.bits()));
        boolean rgb =
                properties.find("colr").filter(ItemProperties.Property::flag).isPresent();
        boolean gray = codec.filter(ItemProperties.Property::gray).isPresent();
        if (codec.isPresent()) {
            facts.put(Field.COLOR_SPACE, gray ? "Gray" : rgb ? "RGB" : "YCbCr");
        }
        facts.put(Field.ALPHA, properties.hasAlpha());
    }
}
