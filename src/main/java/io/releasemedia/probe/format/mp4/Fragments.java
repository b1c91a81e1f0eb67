package io.releasemedia.probe.format.mp4;

import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what the fragments of a movie hold (ISO/IEC 14496-12 sections 8.8 and 8.16.3): locally from each movie
 * fragment, remotely from segment indexes or from the last fragment, which the random access table at the file's end
 * points at.
 */
final class Fragments {

    private static final int MAX_LOCAL = 500_000;
    private static final int MAX_REMOTE = 6;
    private static final int MAX_BOXES = 1024;
    private static final int MAX_SAMPLES = 1 << 20;
    private static final int MAX_TAIL = 16 << 10;

    /** What was found for one track; times are in its own units. */
    static final class Sum {
        long first = -1;
        long end;
        long samples;
        long ticks;
        long bytes;
        /** A duration that successive samples share. */
        long delta;

        /** From the first fragment's start to the last one's end. */
        long length() {
            return first >= 0 ? end - first : ticks;
        }
    }

    private final ByteWindow in;
    private final Movie movie;
    private final Map<Long, Sum> sums = new LinkedHashMap<>();
    private double indexedSeconds;
    private long indexedBytes;
    private boolean complete = true;
    private double coverage = 1;
    private int fragments;
    private int boxes;

    Fragments(ByteWindow in, Movie movie) {
        this.in = in;
        this.movie = movie;
    }

    /** What was found for a track. */
    Optional<Sum> of(Track track) {
        return Optional.ofNullable(sums.get(track.id));
    }

    /** Seconds by the segment indexes; 0 where there are none. */
    double indexedSeconds() {
        return indexedSeconds;
    }

    /** Bytes of media by the segment indexes. */
    long indexedBytes() {
        return indexedBytes;
    }

    /** Share of the bytes that was looked at, below 1 only where neither an index nor the last fragment was found. */
    double coverage() {
        return coverage;
    }

    /** Whether every fragment was looked at, so that counts and sizes are those of the whole file. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Reads what lies behind {@code start}, which is behind the movie box.
     *
     * @param durationKnown whether the headers say how long the movie is, so that a remote file's end is not needed
     */
    void read(long start, long limit, boolean durationKnown) throws IOException {
        int left = in.isRemote() ? MAX_REMOTE : MAX_LOCAL;
        in.seek(start);
        for (Optional<Box> next = Box.top(in, limit); next.isPresent(); next = Box.top(in, limit)) {
            Box box = next.get();
            if (box.type().equals("moof")) {
                readFragment(box);
                if (in.isRemote()
                        && (durationKnown || indexedSeconds > 0 || fragments == 1 && readLast(box.start(), limit))) {
                    complete = false;
                    return;
                }
            } else if (box.type().equals("sidx") && in.isRemote()) {
                readIndex(box);
            }
            if (box.end() >= limit || --left == 0) {
                complete = box.end() >= limit;
                coverage = (double) (box.end() - start) / (Math.max(limit, box.end()) - start);
                return;
            }
            in.seek(box.end());
        }
    }

    /** A segment index; where each segment has its own, they say together how long a remote file is only if few. */
    private void readIndex(Box sidx) throws IOException {
        boolean wide = in.i32be() >>> 24 == 1;
        in.skip(4);
        long timescale = in.u32be();
        in.skip(wide ? 18 : 10);
        int count = in.u16be();
        long bytes = 0;
        long ticks = 0;
        for (int i = 0; i < count && in.position() + 12 <= sidx.end(); i++) {
            bytes += in.u32be() & Integer.MAX_VALUE;
            ticks += in.u32be();
            in.skip(4);
        }
        // An index of its own before each segment covers one segment only: it does not say how long the file is.
        if (timescale > 0 && count > 1 && (double) ticks / timescale > indexedSeconds) {
            indexedSeconds = (double) ticks / timescale;
            indexedBytes = bytes;
        }
    }

    private void readFragment(Box moof) throws IOException {
        fragments++;
        for (Optional<Box> next = child(moof); next.isPresent(); next = child(moof)) {
            if (next.get().type().equals("traf")) {
                readTrack(next.get());
            }
            in.seek(next.get().end());
        }
        boxes = 0;
    }

    private Optional<Box> child(Box parent) throws IOException {
        return ++boxes > MAX_BOXES ? Optional.empty() : Box.child(in, parent.end());
    }

    private void readTrack(Box traf) throws IOException {
        Sum sum = new Sum();
        long[] defaults = {0, 0, 0};
        for (Optional<Box> next = child(traf); next.isPresent(); next = child(traf)) {
            Box box = next.get();
            switch (box.type()) {
                case "tfhd" -> {
                    defaults = readHeader();
                    long id = defaults[0];
                    if (sums.size() >= MAX_BOXES && !sums.containsKey(id)) {
                        return;
                    }
                    sum = sums.computeIfAbsent(id, i -> new Sum());
                }
                case "tfdt" -> {
                    boolean wide = in.i32be() >>> 24 == 1;
                    long time = wide ? in.i64be() : in.u32be();
                    sum.first = sum.first < 0 ? time : sum.first;
                    sum.end = time;
                }
                case "trun" -> readRun(box, defaults, sum);
                default -> {
                    // Not needed.
                }
            }
            in.seek(box.end());
        }
    }

    /** Track, default duration and default size of samples. */
    private long[] readHeader() throws IOException {
        int flags = in.i32be();
        long id = in.u32be();
        long[] defaults = movie.defaults(id).clone();
        in.skip((flags & 1) != 0 ? 8 : 0);
        in.skip((flags & 2) != 0 ? 4 : 0);
        if ((flags & 8) != 0) {
            defaults[1] = in.u32be();
        }
        if ((flags & 16) != 0) {
            defaults[2] = in.u32be();
        }
        return defaults;
    }

    private void readRun(Box trun, long[] defaults, Sum sum) throws IOException {
        int flags = in.i32be();
        long count = in.u32be();
        in.skip((flags & 1) != 0 ? 4 : 0);
        in.skip((flags & 4) != 0 ? 4 : 0);
        boolean durations = (flags & 0x100) != 0;
        boolean lengths = (flags & 0x200) != 0;
        int rest = Integer.bitCount(flags & 0xc00) * 4;
        int entry = (durations ? 4 : 0) + (lengths ? 4 : 0) + rest;
        if (entry > 0) {
            count = Math.min(count, (trun.end() - in.position()) / entry);
        }
        count = Math.max(0, Math.min(count, MAX_SAMPLES));
        long ticks = durations ? 0 : count * defaults[1];
        long bytes = lengths ? 0 : count * defaults[2];
        long previous = defaults[1];
        for (long i = 0; (durations || lengths) && i < count; i++) {
            if (durations) {
                long duration = in.u32be();
                ticks += duration;
                sum.delta = duration == previous ? duration : sum.delta;
                previous = duration;
            }
            bytes += lengths ? in.u32be() : 0;
            in.skip(rest);
        }
        sum.delta = durations ? sum.delta : defaults[1];
        sum.samples += count;
        sum.ticks += ticks;
        sum.end += ticks;
        sum.bytes += bytes;
    }

    /** Goes to the last fragment by the random access table; false where the file has none. */
    private boolean readLast(long first, long limit) throws IOException {
        long tail = Math.max(0, limit - MAX_TAIL);
        if (limit == Long.MAX_VALUE || limit < 16) {
            return false;
        }
        try {
            in.readAhead(MAX_TAIL).seek(tail).has(MAX_TAIL);
            in.seek(limit - 16);
            in.skip(4);
            if (!in.ascii(4).equals("mfro")) {
                return false;
            }
            long size = in.skip(4).u32be();
            Optional<Box> mfra = size > limit ? Optional.empty() : Box.top(in.seek(limit - size), limit);
            return mfra.isPresent() && readRandomAccess(mfra.get(), first, limit);
        } catch (EOFException e) {
            return false;
        }
    }

    private boolean readRandomAccess(Box mfra, long first, long limit) throws IOException {
        long last = 0;
        for (Optional<Box> next = child(mfra); next.isPresent(); next = child(mfra)) {
            Box box = next.get();
            if (box.type().equals("tfra")) {
                boolean wide = in.i32be() >>> 24 == 1;
                int lengths = in.skip(4).i32be();
                long count = in.u32be();
                int entry = (wide ? 16 : 8) + 3 + (lengths & 3) + (lengths >> 2 & 3) + (lengths >> 4 & 3);
                if (count > 0 && count <= (box.end() - in.position()) / entry) {
                    in.skip((count - 1) * entry + (wide ? 8 : 4));
                    last = Math.max(last, wide ? in.i64be() : in.u32be());
                }
            }
            in.seek(box.end());
        }
        if (last <= first || last >= limit) {
            return last == first;
        }
        Optional<Box> moof = Box.top(in.readAhead(MAX_TAIL).seek(last), limit);
        boolean found = moof.isPresent() && moof.get().type().equals("moof");
        if (found) {
            readFragment(moof.get());
        }
        return found;
    }
}
