package io.releasemedia.probe.format.frames;

import io.releasemedia.probe.format.tag.Id3v2;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** The frames between two offsets of a file. Every search is linear in the bytes it goes over. */
public final class FrameStream {

    private static final int FIRST_CHUNK = 32;
    private static final int CHUNK = 2048;
    private static final int SCAN_AHEAD = 256 << 10;
    /** Bytes that every syntax's header fits in, so that a frame nearer to a limit is not looked at. */
    static final int HEADER = 16;

    private final ByteWindow in;
    private final FrameSyntax syntax;
    private final long end;

    /** Frames before {@code end}, which is {@link Long#MAX_VALUE} where it is not known. */
    public FrameStream(ByteWindow in, FrameSyntax syntax, long end) {
        this.in = in;
        this.syntax = syntax;
        this.end = end;
    }

    /** The same frames up to another end. */
    public FrameStream until(long newEnd) {
        return new FrameStream(in, syntax, newEnd);
    }

    ByteWindow in() {
        return in;
    }

    /** Where the stream ends. */
    public long end() {
        return end;
    }

    /** The frame at an offset; empty where none is. */
    public Optional<Frame> at(long offset) throws IOException {
        return offset >= end ? Optional.empty() : syntax.at(in.seek(offset));
    }

    /** Says that frames were found and that the syntax has learned what it needs to read the others. */
    void settle() {
        syntax.settle();
    }

    /**
     * Where the stream starts: the first frame that others confirm, else (a very short or broken stream) the frame at
     * {@code from}, or one that ends where the stream does.
     */
    public OptionalLong first(long from, long limit) throws IOException {
        OptionalLong sure = find(from, limit, end);
        if (sure.isPresent()) {
            return sure;
        }
        Optional<Frame> lone = at(from);
        if (lone.isPresent()) {
            return OptionalLong.of(from);
        }
        for (long at = candidate(from, limit); at >= 0; at = candidate(at + 1, limit)) {
            Optional<Frame> frame = at(at);
            if (frame.isPresent() && at + frame.get().length() == end) {
                return OptionalLong.of(at);
            }
        }
        return OptionalLong.empty();
    }

    /**
     * The first frame in {@code from} to {@code limit} that enough others follow. Headers behind {@code horizon} are not
     * looked at: two frames before it are enough then, as before the stream's end.
     */
    OptionalLong find(long from, long limit, long horizon) throws IOException {
        for (long at = candidate(from, limit); at >= 0; at = candidate(at + 1, limit)) {
            if (isConfirmed(at, horizon)) {
                return OptionalLong.of(at);
            }
        }
        return OptionalLong.empty();
    }

    /** Counts all frames from {@code from} on, stepping over whatever stands between them. */
    public FrameCount count(long from) throws IOException {
        FrameCount count = new FrameCount();
        in.readAhead(SCAN_AHEAD);
        long position = from;
        int stream = at(from).map(Frame::stream).orElse(0);
        while (position < end) {
            Optional<Frame> frame = at(position);
            if (frame.isPresent() && frame.get().stream() == stream) {
                long next = position + frame.get().length();
                if (next > end) {
                    break;
                }
                count.add(frame.get());
                position = next;
                continue;
            }
            OptionalLong next = find(position, end, end);
            if (next.isEmpty()) {
                break;
            }
            position = next.getAsLong();
            stream = at(position).map(Frame::stream).orElse(0);
        }
        return count;
    }

    private boolean isConfirmed(long offset, long horizon) throws IOException {
        Optional<Frame> first = at(offset);
        Optional<Frame> frame = first;
        long position = offset;
        int frames = 0;
        boolean isAtEnd = false;
        while (frame.isPresent() && frame.get().stream() == first.get().stream()) {
            frames++;
            position += frame.get().length();
            if (frames == syntax.confirmations()) {
                return true;
            }
            if (position + HEADER > Math.min(end, horizon) || isTag(position)) {
                isAtEnd = true;
                break;
            }
            frame = at(position);
        }
        if (frames > 1 && isAtEnd) {
            return true;
        }
        return frames > 0 && horizon >= end && syntax.isUnmistakable(in.seek(offset));
    }

    private boolean isTag(long position) throws IOException {
        in.seek(position);
        return in.peek("TAG") || in.peek("ID3") || in.peek("APETAGEX") || in.peek("LYRICS");
    }

    /** Offset of the next byte before {@code limit} where a header can start, ID3v2 tags left out; -1 if there is none. */
    private long candidate(long from, long limit) throws IOException {
        long stop = Math.min(limit, end);
        long position = from;
        // Candidates may be dense: look at a few bytes first.
        int size = FIRST_CHUNK;
        while (position < stop) {
            byte[] chunk = in.seek(position).peekBytes((int) Math.min(size, stop - position + 1));
            size = CHUNK;
            if (chunk.length < 2) {
                return -1;
            }
            int at = inChunk(chunk);
            position += at;
            if (at == chunk.length - 1 || position >= stop) {
                continue;
            }
            if (chunk[at] != 'I') {
                return position;
            }
            position = Id3v2.skip(in.seek(position)) ? in.position() : position + 1;
        }
        return -1;
    }

    /** Index of the next byte that may start a frame or an ID3v2 tag; the last index if there is none. */
    private int inChunk(byte[] chunk) {
        int last = chunk.length - 1;
        for (int i = 0; i < last; i++) {
            if (syntax.mayStart(chunk[i] & 0xff, chunk[i + 1] & 0xff) || (chunk[i] == 'I' && chunk[i + 1] == 'D')) {
                return i;
            }
        }
        return last;
    }
}
