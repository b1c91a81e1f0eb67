package io.releasemedia.probe.format.asf;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.FirstFrame;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/**
 * Reads WMA and WMV: the header object of Microsoft's Advanced Systems Format (specification 1.20.03, chapter 3) and
 * the streams it declares. Pictures and texts in the header are skipped. Only for a stream that was never finished is
 * the last data packet asked for the time.
 */
public final class AsfReader implements FormatReader {

    /** No file is larger (1 EiB); a length that leads beyond is no length. */
    private static final long MAX_OFFSET = 1L << 60;

    private static final int OBJECT_HEADER = 24;
    private static final int MAX_OBJECTS = 1024;
    private static final int AFTER_SEEK = 2 << 10;

    @Override
    public String name() {
        return "asf";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        long start = in.position();
        if (AsfGuid.read(in) != AsfGuid.HEADER) {
            throw new MalformedMediaException(start, "an ASF header object expected");
        }
        facts.put(Field.CONTAINER, "asf");
        long size = in.i64le();
        if (size < OBJECT_HEADER + 6) {
            throw new MalformedMediaException(start + 16, "a header object of at least 30 bytes expected");
        }
        in.skip(6);
        AsfHeader header = new AsfHeader();
        long end = start + Math.min(size, MAX_OFFSET - start);
        try {
            readObjects(in, end, header);
        } finally {
            header.answer(facts);
        }
        if (!header.hasStreams()) {
            throw MalformedMediaException.at(in, "an audio or video stream expected before");
        }
        if (!header.hasBitrate()) {
            in.seek(end);
            header.firstFrame(in.peekBytes(FirstFrame.SEARCHED), facts);
        }
        if (!header.hasDuration()) {
            facts.duration(AsfPackets.lastMillis(in, end, header.packetSize()) / 1000.0);
        }
        if (header.isCut(in.seek(end).remaining())) {
            facts.truncated();
        }
    }

    private static void readObjects(ByteWindow in, long end, AsfHeader header) throws IOException {
        for (int i = 0; i < MAX_OBJECTS && end - in.position() >= OBJECT_HEADER; i++) {
            long start = in.position();
            AsfGuid type = AsfGuid.read(in);
            long size = in.i64le();
            if (size < OBJECT_HEADER || size > end - start) {
                throw new MalformedMediaException(
                        start + 16, "an object of 24 to " + (end - start) + " bytes expected, not " + size);
            }
            if (type == AsfGuid.HEADER_EXTENSION) {
                // Its own objects follow its 22 bytes of fields and are read as if they stood here.
                in.skip(22);
                continue;
            }
            readObject(in, type, start + size, header);
            in.readAhead(AFTER_SEEK);
            in.seek(start + size);
        }
    }

    private static void readObject(ByteWindow in, AsfGuid type, long end, AsfHeader header) throws IOException {
        switch (type) {
            case FILE_PROPERTIES -> header.fileProperties(in);
            case STREAM_PROPERTIES -> header.stream(in, end);
            case EXTENDED_STREAM_PROPERTIES -> extendedStream(in, end, header);
            case STREAM_BITRATES -> {
                int count = in.u16le();
                for (int i = 0; i < count && end - in.position() >= 6; i++) {
                    header.bitrate(in.u16le() & 0x7f, in.u32le());
                }
            }
            default -> {
                // Texts, pictures, indexes and the like.
            }
        }
    }

    private static void extendedStream(ByteWindow in, long end, AsfHeader header) throws IOException {
        in.skip(16);
        long bitrate = in.u32le();
        in.skip(28);
        int number = in.u16le() & 0x7f;
        in.skip(2);
        long frameTime = in.i64le();
        header.bitrate(number, bitrate);
        header.frameTime(number, frameTime);
        int names = in.u16le();
        int systems = in.u16le();
        for (int i = 0; i < names && end - in.position() >= 4; i++) {
            in.skip(2);
            in.skip(in.u16le());
        }
        for (int i = 0; i < systems && end - in.position() >= 22; i++) {
            in.skip(18);
            in.skip(in.u32le());
        }
        if (end - in.position() > OBJECT_HEADER && AsfGuid.read(in) == AsfGuid.STREAM_PROPERTIES) {
            in.skip(8);
            header.stream(in, end);
        }
    }
}
