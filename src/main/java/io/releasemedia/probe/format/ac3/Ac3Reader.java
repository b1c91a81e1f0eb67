package io.releasemedia.probe.format.ac3;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.Ac3Header;
import io.releasemedia.probe.format.frames.FrameStream;
import io.releasemedia.probe.format.frames.StreamMeasure;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** AC-3 and E-AC-3 files (ETSI TS 102 366): frames from the first byte on. */
public final class Ac3Reader implements FormatReader {

    private static final int JUNK = 64 << 10;
    /** Bytes at the start that hold the first frames and are fetched in one go. */
    private static final int HEAD = 6144;
    /** A programme has at most this many dependent substreams. */
    private static final int MAX_DEPENDENT = 8;

    @Override
    public String name() {
        return "ac3";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long from = in.position();
        in.has((int) Math.min(HEAD, in.remaining()));
        FrameStream stream = new FrameStream(in, new Ac3Frames(), in.length().orElse(Long.MAX_VALUE));
        long start = stream.first(from, from + JUNK)
                .orElseThrow(() -> new MalformedMediaException(from, "frames of AC-3 expected"));
        Ac3Header header =
                Ac3Header.parse(in.seek(start).peekBytes(Ac3Header.SIZE)).orElseThrow();
        facts.codec(header.codec())
                .mimeType(header.enhanced() ? "audio/eac3" : "audio/ac3")
                .put(Field.CONTAINER, header.codec())
                .put(Field.LOSSLESS, false)
                .sampleRate(header.sampleRate())
                .channels(channels(in, start, header));
        new StreamMeasure(
                        stream.until(StreamMeasure.audioEnd(in, start)),
                        start,
                        stream.at(start).orElseThrow())
                .putInto(facts);
    }

    /** Channels of the first programme, with those that its dependent substreams add. */
    private static int channels(ByteWindow in, long start, Ac3Header first) throws IOException {
        int channels = first.channels();
        long offset = start + first.frameLength();
        for (int i = 0; i < MAX_DEPENDENT; i++) {
            Optional<Ac3Header> next = Ac3Header.parse(in.seek(offset).peekBytes(Ac3Header.SIZE));
            if (next.isEmpty() || !next.get().dependent()) {
                break;
            }
            channels += next.get().addedChannels();
            offset += next.get().frameLength();
        }
        return channels;
    }
}
