package io.releasemedia.probe.format.mp4;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * A visual sample entry (ISO/IEC 14496-12 section 12.1.3).
 *
 * @param codec ffprobe's name; empty where the type is not known
 * @param width pixels
 * @param height pixels
 */
record VisualEntry(String codec, int width, int height) {

    private static final int CHILDREN = 78;

    static VisualEntry read(ByteWindow in, Box entry) throws IOException {
        in.seek(entry.body() + 24);
        int width = in.u16be();
        int height = in.u16be();
        String format = entry.type();
        Optional<String> inside = Optional.empty();
        in.seek(entry.body() + CHILDREN);
        for (Optional<Box> next = Box.child(in, entry.end()); next.isPresent(); next = Box.child(in, entry.end())) {
            Box box = next.get();
            if (box.type().equals("esds")) {
                inside = ElementaryStream.read(in, box.end()).flatMap(s -> Mp4Codecs.objectType(s.objectType()));
            } else if (box.type().equals("sinf")) {
                format = originalFormat(in, box).orElse(format);
            }
            in.seek(box.end());
        }
        String codec =
                inside.isPresent() ? inside.get() : Mp4Codecs.video(format).orElse("");
        return new VisualEntry(codec, width, height);
    }

    /** What a protected entry was before it was encrypted. */
    private static Optional<String> originalFormat(ByteWindow in, Box sinf) throws IOException {
        for (Optional<Box> next = Box.child(in, sinf.end()); next.isPresent(); next = Box.child(in, sinf.end())) {
            if (next.get().type().equals("frma") && next.get().length() >= 4) {
                return Optional.of(in.ascii(4));
            }
            in.seek(next.get().end());
        }
        return Optional.empty();
    }
}
