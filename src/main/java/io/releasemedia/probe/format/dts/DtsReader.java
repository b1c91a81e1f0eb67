package io.releasemedia.probe.format.dts;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.frames.FrameStream;
import io.releasemedia.probe.format.frames.StreamMeasure;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** DTS files (ETSI TS 102 114): core frames in 16-bit big-endian words, with or without DTS-HD extensions. */
public final class DtsReader implements FormatReader {

    private static final int JUNK = 64 << 10;
    /** Bytes at the start that hold the first frames and are fetched in one go. */
    private static final int HEAD = 6144;

    @Override
    public String name() {
        return "dts";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long from = in.position();
        in.has((int) Math.min(HEAD, in.remaining()));
        FrameStream stream = new FrameStream(in, new DtsFrames(), in.length().orElse(Long.MAX_VALUE));
        long start = stream.first(from, from + JUNK)
                .orElseThrow(() -> new MalformedMediaException(from, "frames of DTS expected"));
        DtsHeader header = DtsHeader.parse(in.seek(start).peekBytes(DtsHeader.SIZE))
                .filter(each -> each.samples() > 0)
                .orElseThrow(() -> new MalformedMediaException(start, "a DTS core frame expected"));
        facts.codec("dts")
                .mimeType("audio/vnd.dts")
                .put(Field.CONTAINER, "dts")
                .put(Field.LOSSLESS, false)
                .sampleRate(header.sampleRate())
                .channels(header.channels());
        new StreamMeasure(
                        stream.until(StreamMeasure.audioEnd(in, start)),
                        start,
                        stream.at(start).orElseThrow())
                .putInto(facts);
    }
}
