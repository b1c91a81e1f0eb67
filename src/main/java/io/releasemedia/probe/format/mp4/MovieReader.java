package io.releasemedia.probe.format.mp4;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the {@code moov} box (ISO/IEC 14496-12 section 8.2): each track's headers, stepping over tables and metadata.
 * What was read before an exception stays in the {@link Movie}.
 */
final class MovieReader {

    private static final int MAX_TRACKS = 64;
    private static final int MAX_BOXES = 4096;
    private static final int MAX_EDITS = 1024;
    private static final int LARGE = 16 << 10;
    private static final long UNKNOWN_32 = 0xffff_ffffL;

    private final ByteWindow in;
    private final Movie movie;
    /** Stops behind the first sound track of a remote file whose brand says that it has sound only. */
    private final boolean soundOnly;

    private int boxes;

    MovieReader(ByteWindow in, Movie movie, boolean soundOnly) {
        this.in = in;
        this.movie = movie;
        this.soundOnly = soundOnly;
    }

    void read(Box moov) throws IOException {
        in.seek(moov.body());
        for (Optional<Box> next = child(moov); next.isPresent(); next = child(moov)) {
            Box box = next.get();
            switch (box.type()) {
                case "mvhd" -> readMovieHeader();
                case "trak" -> readTrack(box);
                case "mvex" -> readExtends(box);
                default -> {
                    // Metadata.
                }
            }
            if (isEnough(moov)) {
                return;
            }
            in.seek(box.end());
        }
    }

    private Optional<Box> child(Box parent) throws IOException {
        return ++boxes > MAX_BOXES ? Optional.empty() : Box.child(in, parent.end());
    }

    /**
     * Each further track of a large remote movie costs a request, because its samples' tables lie between. A movie
     * whose samples are in fragments has no such tables, and says what it needs behind its tracks.
     */
    private boolean isEnough(Box moov) {
        if (!in.isRemote() || moov.length() < LARGE || movie.duration == 0) {
            return movie.tracks.size() >= MAX_TRACKS;
        }
        boolean sound = movie.audio().filter(Track::hasSamples).isPresent();
        return sound && (soundOnly || movie.video().isPresent());
    }

    private void readMovieHeader() throws IOException {
        boolean wide = in.i32be() >>> 24 == 1;
        in.skip(wide ? 16 : 8);
        movie.timescale = in.u32be();
        movie.duration = duration(wide);
    }

    private long duration(boolean wide) throws IOException {
        long value = wide ? in.i64be() : in.u32be();
        return value < 0 || !wide && value == UNKNOWN_32 ? 0 : value;
    }

    private void readExtends(Box mvex) throws IOException {
        movie.fragmented = true;
        for (Optional<Box> next = child(mvex); next.isPresent(); next = child(mvex)) {
            Box box = next.get();
            if (box.type().equals("mehd")) {
                movie.fragmentDuration = duration(in.i32be() >>> 24 == 1);
            } else if (box.type().equals("trex") && movie.defaults.size() < MAX_TRACKS) {
                in.skip(4);
                long id = in.u32be();
                in.skip(4);
                movie.defaults.add(new long[] {id, in.u32be(), in.u32be()});
            }
            in.seek(box.end());
        }
    }

    private void readTrack(Box trak) throws IOException {
        Track track = new Track();
        movie.tracks.add(track);
        for (Optional<Box> next = child(trak); next.isPresent(); next = child(trak)) {
            Box box = next.get();
            switch (box.type()) {
                case "tkhd" -> readTrackHeader(track);
                case "edts" -> readEdits(box, track);
                case "tref" -> readReferences(box, track);
                case "mdia" -> readMedia(box, track);
                default -> {
                    // Not needed.
                }
            }
            in.seek(box.end());
        }
    }

    private void readTrackHeader(Track track) throws IOException {
        boolean wide = in.i32be() >>> 24 == 1;
        in.skip(wide ? 16 : 8);
        track.id = in.u32be();
        in.skip((wide ? 12 : 8) + 52);
        track.width = in.u32be() >>> 16;
        track.height = in.u32be() >>> 16;
    }

    private void readEdits(Box edts, Track track) throws IOException {
        Optional<Box> elst = child(edts).filter(b -> b.type().equals("elst"));
        if (elst.isEmpty()) {
            return;
        }
        boolean wide = in.i32be() >>> 24 == 1;
        long count = Math.min(in.u32be(), elst.get().length() / (wide ? 20 : 12));
        long sum = 0;
        for (long i = 0; i < Math.min(count, MAX_EDITS); i++) {
            long length = wide ? in.i64be() : in.u32be();
            in.skip(wide ? 12 : 8);
            // A length that no clock can hold makes the list worthless, not the file.
            sum = length < 0 || length > Long.MAX_VALUE / MAX_EDITS ? 0 : sum + length;
        }
        track.editDuration = sum;
    }

    private void readReferences(Box tref, Track track) throws IOException {
        for (Optional<Box> next = child(tref); next.isPresent(); next = child(tref)) {
            Box box = next.get();
            if (box.type().equals("chap")) {
                track.chapters = new long[(int) Math.min(box.length() / 4, MAX_TRACKS)];
                for (int i = 0; i < track.chapters.length; i++) {
                    track.chapters[i] = in.u32be();
                }
            }
            in.seek(box.end());
        }
    }

    /** Also goes into {@code minf} and {@code stbl}, whose children are told apart by their types. */
    private void readMedia(Box parent, Track track) throws IOException {
        for (Optional<Box> next = child(parent); next.isPresent(); next = child(parent)) {
            Box box = next.get();
            switch (box.type()) {
                case "mdhd" -> readMediaHeader(track);
                case "hdlr" -> readHandler(parent, track);
                case "minf" -> readChildren(parent, "mdia", box, track);
                case "stbl" -> readChildren(parent, "minf", box, track);
                case "stsd" -> readDescriptions(box, track);
                case "stts" -> readTimes(track);
                case "stco", "co64" -> readChunks(box, track);
                case "stsz", "stz2" -> track.sizes = readSizes(box, track);
                default -> {
                    // Tables of chunks, sync samples and the like.
                }
            }
            if (in.isRemote() && parent.length() > LARGE && track.isKnown()) {
                return;
            }
            in.seek(box.end());
        }
    }

    private void readChildren(Box parent, String expectedParent, Box box, Track track) throws IOException {
        if (parent.type().equals(expectedParent)) {
            readMedia(box, track);
        }
    }

    private void readMediaHeader(Track track) throws IOException {
        boolean wide = in.i32be() >>> 24 == 1;
        in.skip(wide ? 16 : 8);
        track.timescale = in.u32be();
        track.duration = duration(wide);
    }

    /** QuickTime has a second handler in {@code minf}, that of the data. */
    private void readHandler(Box parent, Track track) throws IOException {
        if (parent.type().equals("mdia")) {
            in.skip(8);
            track.handler = in.ascii(4);
        }
    }

    private void readDescriptions(Box stsd, Track track) throws IOException {
        int version = in.i32be() >>> 24;
        in.skip(4);
        Optional<Box> entry = child(stsd);
        if (entry.isPresent() && track.isSound()) {
            track.put(SoundEntry.read(in, entry.get(), version == 0));
        } else if (entry.isPresent() && track.isVideo()) {
            track.put(VisualEntry.read(in, entry.get()));
        }
    }

    private void readTimes(Track track) throws IOException {
        in.skip(4);
        track.timeRuns = in.u32be();
        if (track.timeRuns > 0) {
            in.skip(4);
            long delta = in.u32be();
            track.sampleDelta = track.timeRuns == 1 ? delta : 0;
        }
    }

    private void readChunks(Box box, Track track) throws IOException {
        in.skip(4);
        if (in.u32be() > 0) {
            track.firstSample = box.type().equals("co64") ? Math.max(0, in.i64be()) : in.u32be();
        }
    }

    /** The sizes of pictures are not needed, only their number. */
    private SampleSizes readSizes(Box box, Track track) throws IOException {
        return track.isSound() ? SampleSizes.read(in, box) : SampleSizes.count(in);
    }
}
