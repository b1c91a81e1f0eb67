package io.releasemedia.probe.format.mpegaudio;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameStream;
import io.releasemedia.probe.format.frames.StreamMeasure;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** Duration and bit rate as a {@link VbrHeader} gives them, checked against the file. */
final class DeclaredLength {

    /** Bytes of a frame at the lowest and at the highest rate of any version, with a margin for free format. */
    private static final int LEAST_FRAME = 20;

    private static final int MOST_FRAME = 3000;
    private static final int ID3V1_AND_MORE = 256;
    /** A frame count alone, without bytes to check it by, is believed up to this many seconds. */
    private static final int MOST_SECONDS = 48 * 3600;

    private final ByteWindow in;
    private final FrameStream stream;
    private final long start;
    private final Frame first;
    private final VbrHeader header;
    private final double seconds;

    /** For a header in the frame {@code first} at {@code start}. */
    DeclaredLength(ByteWindow in, FrameStream stream, long start, Frame first, VbrHeader header) {
        this.in = in;
        this.stream = stream;
        this.start = start;
        this.first = first;
        this.header = header;
        this.seconds = (double) header.frames() * first.samples() / first.sampleRate();
    }

    /** Puts what is declared, unless the header says nothing or contradicts itself or the file. */
    boolean putInto(Facts facts) throws IOException {
        if (header.frames() == 0) {
            return false;
        }
        long bytes = isPossible(header.bytes()) ? header.bytes() : 0;
        if (bytes > 0 && isShorterThanFile(bytes)) {
            return false;
        }
        if (bytes == 0) {
            bytes = audioBytes();
            if (bytes > 0 && !isPossible(bytes)) {
                boolean cut = header.bytes() == 0 && bytes < header.frames() * LEAST_FRAME && seconds <= MOST_SECONDS;
                if (!cut) {
                    return false;
                }
                facts.truncated();
                bytes = 0;
            }
        } else if (isCut(bytes)) {
            facts.truncated();
        }
        facts.duration(seconds);
        putRate(facts, bytes);
        return true;
    }

    /** Whether this many bytes, this header's frame included, can be that many frames. */
    private boolean isPossible(long bytes) {
        long audio = bytes - first.length();
        return audio >= header.frames() * LEAST_FRAME && audio <= header.frames() * MOST_FRAME;
    }

    /** Bytes from this header's frame to the trailing tags; 0 where the file's length is not known. */
    private long audioBytes() throws IOException {
        long end = StreamMeasure.audioEnd(in, start);
        return end == Long.MAX_VALUE ? 0 : Math.max(0, end - start);
    }

    /** Whether much more audio follows than is declared, as in joined files, whose first header counts only its own. */
    private boolean isShorterThanFile(long bytes) throws IOException {
        long more = bytes + bytes / 16;
        boolean maybe = stream.end() != Long.MAX_VALUE && stream.end() - start > more;
        return maybe && audioBytes() > more;
    }

    /** Whether bytes are missing; not if the writer counted the tags before the audio as well. */
    private boolean isCut(long bytes) {
        long missing = stream.end() == Long.MAX_VALUE ? 0 : bytes - (stream.end() - start);
        boolean isFileLength = bytes <= stream.end() && bytes > stream.end() - ID3V1_AND_MORE;
        return missing > 2L * first.length() && !isFileLength;
    }

    private void putRate(Facts facts, long bytes) throws IOException {
        long audio = bytes - first.length();
        double mean = bytes > 0 ? audio * 8 / seconds / 1000 : 0;
        Optional<Frame> second = stream.at(start + first.length()).filter(frame -> frame.stream() == first.stream());
        int declared = header.lameKbps() > 0 ? header.lameKbps() : first.kbps();
        int constant = second.map(Frame::kbps).orElse(declared);
        boolean isConstant = header.mode().equals("CBR") && (mean == 0 || Math.abs(mean - constant) <= 0.1 * mean);
        if (isConstant) {
            facts.bitrate(constant);
        } else {
            facts.bitrate(mean);
        }
        facts.put(Field.BITRATE_MODE, isConstant ? "CBR" : header.mode().equals("CBR") ? "VBR" : header.mode());
    }
}
