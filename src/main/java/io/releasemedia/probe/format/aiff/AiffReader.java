package io.releasemedia.probe.format.aiff;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads AIFF (Audio Interchange File Format 1.3) and AIFF-C: the {@code COMM} chunk, and the size of the {@code SSND}
 * chunk, which tells a truncated file and completes what encoders that write to a pipe leave at 0. Other IFF forms are
 * malformed here.
 */
public final class AiffReader implements FormatReader {

    private static final int MAX_CHUNKS = 2048;
    private static final int AFTER_SEEK = 2 << 10;
    private static final int COMMON = 0x434f4d4d; // COMM
    private static final int SOUND = 0x53534e44; // SSND

    @Override
    public String name() {
        return "aiff";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (!in.peek("FORM")) {
            throw MalformedMediaException.at(in, "FORM expected");
        }
        in.skip(8);
        boolean compressed = in.peek("AIFC");
        if (!compressed && !in.peek("AIFF")) {
            throw MalformedMediaException.at(in, "form type AIFF or AIFC expected");
        }
        in.skip(4);
        facts.put(Field.CONTAINER, "aiff");
        AiffSound sound = new AiffSound(compressed);
        try {
            readChunks(in, sound);
        } finally {
            sound.answer(facts);
        }
        if (!sound.isDescribed()) {
            throw MalformedMediaException.at(in, "a COMM chunk expected before");
        }
    }

    private static void readChunks(ByteWindow in, AiffSound sound) throws IOException {
        for (int i = 0; i < MAX_CHUNKS && !sound.isComplete(); i++) {
            if (!in.has(8)) {
                if (sound.isDescribed() && i > 0) {
                    return;
                }
                throw new EOFException(in.name() + ": ends before a COMM chunk");
            }
            int id = in.i32be();
            long size = in.u32be();
            long start = in.position();
            if (id == COMMON) {
                sound.common(in, size);
            } else if (id == SOUND) {
                sound.data(in, size);
            }
            in.readAhead(AFTER_SEEK);
            in.seek(start + size);
            // Some writers forget the padding byte after an odd size.
            if (size % 2 == 1 && !in.peek("COMM") && !in.peek("SSND")) {
                in.skip(1);
            }
        }
    }
}
