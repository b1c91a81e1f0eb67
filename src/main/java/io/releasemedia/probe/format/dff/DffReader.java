package io.releasemedia.probe.format.dff;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * DSDIFF: a form {@code FRM8} of type {@code DSD } with 64-bit chunk sizes, big-endian, each chunk padded to an even
 * length (Philips, "DSDIFF File Format Specification" 1.5). Uncompressed, the bit rate is sample rate × channels; DST
 * frames are counted by {@code FRTE}, and the bit rate follows from the chunk's size.
 */
public final class DffReader implements FormatReader {

    private static final int MAX_CHUNKS = 256;
    private static final int CHUNK_HEADER = 12;

    private static final class Stream {
        private long sampleRate;
        private int channels;
    }

    @Override
    public String name() {
        return "dff";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (!in.peek("FRM8")) {
            throw MalformedMediaException.at(in, "\"FRM8\" expected");
        }
        in.skip(CHUNK_HEADER);
        if (!in.peek("DSD ")) {
            throw MalformedMediaException.at(in, "form type \"DSD \" expected");
        }
        in.skip(4);
        facts.put(Field.CONTAINER, "dff").put(Field.LOSSLESS, true).bitsPerSample(1);
        Stream stream = new Stream();
        for (int i = 0; i < MAX_CHUNKS; i++) {
            String id = in.ascii(4);
            long size = in.i64be();
            long body = in.position();
            switch (id) {
                case "PROP" -> properties(in, body + Math.max(4, Math.min(size, ByteWindow.MAX_READ)), stream, facts);
                case "DSD " -> {
                    plain(in, size, stream, facts);
                    return;
                }
                case "DST " -> {
                    compressed(in, size, stream, facts);
                    return;
                }
                default -> {}
            }
            next(in, body, size);
        }
        throw MalformedMediaException.at(in, "a sound data chunk within " + MAX_CHUNKS + " chunks expected before");
    }

    private static void properties(ByteWindow in, long end, Stream stream, Facts facts) throws IOException {
        if (!in.peek("SND ")) {
            return;
        }
        in.skip(4);
        for (int i = 0; i < MAX_CHUNKS && in.position() + CHUNK_HEADER <= end && in.has(CHUNK_HEADER); i++) {
            String id = in.ascii(4);
            long size = in.i64be();
            long body = in.position();
            if (id.equals("FS  ")) {
                stream.sampleRate = in.u32be();
                facts.sampleRate((double) stream.sampleRate);
            } else if (id.equals("CHNL")) {
                stream.channels = in.u16be();
                facts.channels(stream.channels);
            }
            next(in, body, size);
        }
    }

    private static void plain(ByteWindow in, long size, Stream stream, Facts facts) throws IOException {
        long there = in.remaining();
        long bytes = size < 0 ? 0 : size;
        facts.codec("dsd_msbf")
                .put(Field.BITRATE_MODE, "CBR")
                .bitrate((double) stream.sampleRate * stream.channels / 1000);
        if (stream.channels > 0) {
            facts.duration(bytes * 8.0 / stream.channels / stream.sampleRate);
        }
        if (bytes > there) {
            facts.truncated();
        }
    }

    private static void compressed(ByteWindow in, long size, Stream stream, Facts facts) throws IOException {
        facts.codec("dst").put(Field.BITRATE_MODE, "VBR");
        long there = in.remaining();
        if (!in.peek("FRTE")) {
            throw MalformedMediaException.at(in, "\"FRTE\" expected");
        }
        in.skip(CHUNK_HEADER);
        long frames = in.u32be();
        int framesPerSecond = in.u16be();
        if (framesPerSecond == 0) {
            return;
        }
        double seconds = (double) frames / framesPerSecond;
        facts.duration(seconds).bitrate(size, seconds);
        if (size > there && stream.sampleRate > 0) {
            facts.truncated();
        }
    }

    private static void next(ByteWindow in, long body, long size) throws IOException {
        if (size < 0 || size > Long.MAX_VALUE / 4) {
            throw new MalformedMediaException(body - 8, "a chunk size expected");
        }
        in.seek(body + size + (size & 1));
    }
}
