package io.releasemedia.probe.format.heif;

import io.releasemedia.probe.format.mp4.Box;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The properties of a file's items ({@code iprp}, ISO/IEC 23008-12 sections 6.5 and 9.3) and those that belong to its
 * primary item.
 */
final class ItemProperties {

    private static final int MAX_PROPERTIES = 0x7fff;
    private static final int MAX_ITEMS = 1 << 16;

    /**
     * A property.
     *
     * @param type type of its box
     * @param width pixels, of {@code ispe}
     * @param height pixels, of {@code ispe}
     * @param bits of a channel, of {@code pixi} and codec configurations
     * @param gray whether a codec configuration says that there is no colour
     * @param flag of {@code auxC}: alpha; of {@code colr}: RGB
     */
    record Property(String type, long width, long height, int bits, boolean gray, boolean flag) {}

    private final List<Property> all = new ArrayList<>();
    private final List<Integer> primary = new ArrayList<>();

    /** The first property of the primary item with this type, else the first of any item. */
    Optional<Property> find(String type) {
        for (int index : primary) {
            if (index >= 1 && index <= all.size() && all.get(index - 1).type().equals(type)) {
                return Optional.of(all.get(index - 1));
            }
        }
        return all.stream().filter(p -> p.type().equals(type)).findFirst();
    }

    /** The size of the primary item; without one, the largest there is. */
    Optional<Property> size() {
        boolean known = primary.stream()
                .anyMatch(
                        i -> i >= 1 && i <= all.size() && all.get(i - 1).type().equals("ispe"));
        return known
                ? find("ispe")
                : all.stream()
                        .filter(p -> p.type().equals("ispe"))
                        .max((a, b) -> Long.compare(a.width() * a.height(), b.width() * b.height()));
    }

    /** Whether an item is the transparency of another. */
    boolean hasAlpha() {
        return all.stream().anyMatch(p -> p.type().equals("auxC") && p.flag());
    }

    void read(ByteWindow in, Box iprp, long primaryItem) throws IOException {
        for (Optional<Box> next = Box.child(in, iprp.end()); next.isPresent(); next = Box.child(in, iprp.end())) {
            Box box = next.get();
            if (box.type().equals("ipco")) {
                for (Optional<Box> p = Box.child(in, box.end()); p.isPresent(); p = Box.child(in, box.end())) {
                    if (all.size() < MAX_PROPERTIES) {
                        all.add(readProperty(in, p.get()));
                    }
                    in.seek(p.get().end());
                }
            } else if (box.type().equals("ipma")) {
                readAssociations(in, box, primaryItem);
            }
            in.seek(box.end());
        }
    }

    private static Property readProperty(ByteWindow in, Box box) throws IOException {
        byte[] body = in.peekBytes((int) Math.min(box.length(), 64));
        long width = 0;
        long height = 0;
        int bits = 0;
        boolean gray = false;
        boolean flag = false;
        switch (box.type()) {
            case "ispe" -> {
                if (body.length >= 12) {
                    width = in.skip(4).u32be();
                    height = in.u32be();
                }
            }
            case "pixi" -> {
                bits = body.length >= 6 ? body[5] & 0xff : 0;
                gray = body.length >= 5 && body[4] == 1;
            }
            case "hvcC" -> {
                bits = body.length >= 18 ? (body[17] & 7) + 8 : 0;
                gray = body.length >= 17 && (body[16] & 3) == 0;
            }
            case "av1C" -> {
                int depth = body.length >= 3 ? body[2] & 0x60 : 0;
                bits = depth == 0x60 ? 12 : depth == 0x40 ? 10 : 8;
                gray = body.length >= 3 && (body[2] & 0x10) != 0;
            }
            case "colr" -> flag = body.length >= 10 && body[0] == 'n' && body[3] == 'x' && body[8] == 0 && body[9] == 0;
            case "auxC" -> flag = isAlpha(in.skip(4).ascii(Math.max(0, body.length - 4)));
            default -> flag = false;
        }
        return new Property(box.type(), width, height, bits, gray, flag);
    }

    private static boolean isAlpha(String type) {
        return type.contains("auxiliary:alpha") || type.contains("auxid:1\0");
    }

    private void readAssociations(ByteWindow in, Box ipma, long primaryItem) throws IOException {
        int head = in.i32be();
        boolean wideItem = head >>> 24 >= 1;
        boolean wideIndex = (head & 1) != 0;
        long items = Math.min(in.u32be(), MAX_ITEMS);
        for (long i = 0; i < items && ipma.end() - in.position() >= 3; i++) {
            long item = wideItem ? in.u32be() : in.u16be();
            int count = in.u8();
            if (item != primaryItem) {
                in.skip(wideIndex ? count * 2L : count);
                continue;
            }
            for (int j = 0; j < count; j++) {
                primary.add(wideIndex ? in.u16be() & 0x7fff : in.u8() & 0x7f);
            }
            return;
        }
    }
}
