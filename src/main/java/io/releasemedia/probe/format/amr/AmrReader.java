package io.releasemedia.probe.format.amr;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameStream;
import io.releasemedia.probe.format.frames.StreamMeasure;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** AMR and AMR-WB files (RFC 4867 section 5.1): a magic line, then frames. */
public final class AmrReader implements FormatReader {

    private static final String NARROW = "#!AMR\n";
    private static final String WIDE = "#!AMR-WB\n";
    private static final String NARROW_MULTI = "#!AMR_MC1.0\n";
    private static final String WIDE_MULTI = "#!AMR-WB_MC1.0\n";

    @Override
    public String name() {
        return "amr";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (in.peek(NARROW)) {
            readSingle(in.skip(NARROW.length()), false, facts);
        } else if (in.peek(WIDE)) {
            readSingle(in.skip(WIDE.length()), true, facts);
        } else if (in.peek(NARROW_MULTI)) {
            readMulti(in.skip(NARROW_MULTI.length()), false, facts);
        } else if (in.peek(WIDE_MULTI)) {
            readMulti(in.skip(WIDE_MULTI.length()), true, facts);
        } else {
            throw MalformedMediaException.at(in, "\"#!AMR\" expected");
        }
    }

    private static void readSingle(ByteWindow in, boolean wide, Facts facts) throws IOException {
        putFormat(facts, wide).channels(1);
        long start = in.position();
        FrameStream stream =
                new FrameStream(in, new AmrFrames(wide), in.length().orElse(Long.MAX_VALUE));
        Optional<Frame> first = stream.at(start);
        if (first.isPresent()) {
            new StreamMeasure(stream, start, first.get()).putInto(facts);
        }
    }

    /** Frames of several channels take turns, so that their number says nothing without reading all. */
    private static void readMulti(ByteWindow in, boolean wide, Facts facts) throws IOException {
        putFormat(facts, wide).channels(in.i32be() & 15);
    }

    private static Facts putFormat(Facts facts, boolean wide) {
        return facts.codec(wide ? "amr_wb" : "amr_nb")
                .mimeType(wide ? "audio/amr-wb" : "audio/amr")
                .put(Field.CONTAINER, "amr")
                .put(Field.LOSSLESS, false)
                .sampleRate(wide ? 16_000 : 8_000);
    }
}
