package io.releasemedia.probe.format.wav;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.FirstFrame;
import io.releasemedia.probe.format.codec.WaveFormat;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads WAVE audio: RIFF and RIFX (Multimedia Programming Interface and Data Specifications 1.0), RF64 and BW64 (EBU
 * Tech 3306, ITU-R BS.2088) and Sony Wave64.
 *
 * <p>Reads up to the {@code data} chunk and skips what is before it; what follows is needed only where {@code data}
 * comes before {@code fmt }.
 */
public final class WavReader implements FormatReader {

    private static final int MAX_CHUNKS = 2048;
    private static final int FORMAT_BYTES = 64;
    private static final int AFTER_SEEK = FirstFrame.SEARCHED + 256;

    @Override
    public String name() {
        return "wav";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        boolean wide = in.peek("RF64") || in.peek("BW64");
        ChunkLayout layout = layout(in);
        facts.put(Field.CONTAINER, "wav");
        WavStream stream = new WavStream(wide);
        for (int i = 0; i < MAX_CHUNKS; i++) {
            Optional<ChunkLayout.Chunk> found = layout.next(in);
            if (found.isEmpty()) {
                break;
            }
            ChunkLayout.Chunk chunk = found.get();
            read(in, layout, chunk, stream);
            if (stream.isComplete() || chunk.next() < chunk.start()) {
                break;
            }
            in.readAhead(AFTER_SEEK);
            layout.leave(in, chunk);
        }
        if (!stream.hasFormat()) {
            throw in.remaining() < 8
                    ? new EOFException(in.name() + ": ends before a fmt chunk")
                    : MalformedMediaException.at(in, "a fmt chunk expected");
        }
        stream.answer(in, facts);
    }

    private static ChunkLayout layout(ByteWindow in) throws IOException {
        long start = in.position();
        ChunkLayout layout =
                switch (in.ascii(4)) {
                    case "RIFF", "RF64", "BW64" -> ChunkLayout.RIFF;
                    case "RIFX" -> ChunkLayout.RIFX;
                    case "riff" -> ChunkLayout.WAVE64;
                    default -> throw new MalformedMediaException(start, "RIFF, RIFX, RF64, BW64 or riff expected");
                };
        in.skip(layout == ChunkLayout.WAVE64 ? 20 : 4);
        if (!in.ascii(4).equalsIgnoreCase("WAVE")) {
            throw new MalformedMediaException(in.position() - 4, "form type WAVE expected");
        }
        if (layout == ChunkLayout.WAVE64) {
            in.skip(12);
        }
        return layout;
    }

    private static void read(ByteWindow in, ChunkLayout layout, ChunkLayout.Chunk chunk, WavStream stream)
            throws IOException {
        switch (chunk.id()) {
            case "fmt " -> {
                byte[] bytes = in.bytes((int) Math.min(chunk.size(), FORMAT_BYTES));
                stream.format(WaveFormat.parse(bytes, layout.order())
                        .orElseThrow(() -> new MalformedMediaException(
                                chunk.start(), "a fmt chunk of at least 14 bytes expected, not " + bytes.length)));
            }
            case "ds64" -> {
                in.skip(8);
                stream.wideSize(in.i64le());
            }
            case "fact" -> {
                if (chunk.size() >= 4 && in.has(4)) {
                    stream.samples(layout.u32(in));
                }
            }
            case "data" -> stream.data(in, layout, chunk);
            default -> {
                // Descriptions, padding and pictures say nothing about the sound.
            }
        }
    }
}
