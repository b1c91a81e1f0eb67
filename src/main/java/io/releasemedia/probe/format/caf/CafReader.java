package io.releasemedia.probe.format.caf;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads Apple's Core Audio Format 1.0: the description, the packet table's counts, the codec's own configuration (magic
 * cookie), and the size of the data, which may be open. The packet table may follow the data.
 */
public final class CafReader implements FormatReader {

    /** No file is larger (1 EiB); a length that leads beyond is no length. */
    private static final long MAX_OFFSET = 1L << 60;

    private static final int MAX_CHUNKS = 1024;
    private static final int AFTER_SEEK = 2 << 10;
    private static final int DESCRIPTION = 0x64657363; // desc
    private static final int PACKET_TABLE = 0x70616b74; // pakt
    private static final int COOKIE = 0x6b756b69; // kuki
    private static final int DATA = 0x64617461; // data

    @Override
    public String name() {
        return "caf";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        if (!in.peek("caff")) {
            throw MalformedMediaException.at(in, "caff expected");
        }
        in.skip(8);
        if (!in.peek("desc")) {
            throw MalformedMediaException.at(in, "a desc chunk expected first");
        }
        facts.put(Field.CONTAINER, "caf");
        in.skip(12);
        CafDescription description = CafDescription.read(in);
        facts.codec(description.codec())
                .sampleRate(description.sampleRate())
                .channels(description.channels() <= 0xffff ? description.channels() : 0)
                .bitsPerSample(description.bits());
        if (!description.codec().isEmpty()) {
            facts.put(Field.LOSSLESS, description.isLossless());
        }
        CafSound sound = new CafSound(description);
        try {
            readChunks(in, sound, facts);
        } finally {
            sound.answer(facts);
        }
    }

    private static void readChunks(ByteWindow in, CafSound sound, Facts facts) throws IOException {
        for (int i = 0; i < MAX_CHUNKS && !sound.isComplete() && in.has(12); i++) {
            int id = in.i32be();
            long size = in.i64be();
            long start = in.position();
            boolean last = size < 0 || size > MAX_OFFSET - start;
            switch (id) {
                case PACKET_TABLE -> sound.packets(in.i64be(), in.i64be());
                case COOKIE -> CafCookie.read(in, size, sound.description(), facts);
                case DATA -> last = sound.data(in, size) || last;
                case DESCRIPTION -> throw MalformedMediaException.at(in, "only one desc chunk expected");
                default -> {
                    // Layouts, markers, texts and padding.
                }
            }
            if (last && !sound.isLocated()) {
                throw new MalformedMediaException(start - 8, "a chunk size within the file expected, not " + size);
            }
            if (last) {
                return;
            }
            in.readAhead(AFTER_SEEK);
            in.seek(start + size);
        }
        if (!sound.isLocated()) {
            throw new EOFException(in.name() + ": ends before a data chunk");
        }
    }
}
