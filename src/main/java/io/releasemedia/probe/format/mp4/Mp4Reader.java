package io.releasemedia.probe.format.mp4;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.MpegAudioHeader;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads MP4 files and their relatives: M4A, M4B, M4V, QuickTime, 3GP, fragmented MP4 (ISO/IEC 14496-12 and -14, 3GPP TS
 * 26.244, Apple's QuickTime File Format). Walks the boxes at the top level, reads the headers in {@code moov}, and
 * never the media itself.
 */
public final class Mp4Reader implements FormatReader {

    private static final int MAX_BOXES = 10_000;
    /** Each box that is stepped over can cost a request. */
    private static final int MAX_BOXES_REMOTE = 32;

    private static final int WHOLE_TAIL = 64 << 10;
    private static final int PART = 16 << 10;

    @Override
    public String name() {
        return "mp4";
    }

    @Override
    public void read(ByteWindow in, Facts facts) throws IOException {
        new Walk(in, facts).run();
    }

    /** One pass over the boxes at a file's top level. */
    private static final class Walk {

        private final ByteWindow in;
        private final Facts facts;
        private final Movie movie = new Movie();
        private final Fragments fragments;
        private String brand = "qt  ";
        private long mediaBytes;
        private boolean truncated;

        Walk(ByteWindow in, Facts facts) {
            this.in = in;
            this.facts = facts;
            this.fragments = new Fragments(in, movie);
        }

        void run() throws IOException {
            OptionalLong length = in.length();
            long limit = length.orElse(Long.MAX_VALUE);
            Optional<Box> moov = findMovie(limit);
            if (moov.isEmpty()) {
                throw truncated
                        ? new EOFException(in.name() + ": ends before its moov box")
                        : MalformedMediaException.at(in, "a moov box expected");
            }
            try {
                fetchMovie(moov.get());
                new MovieReader(in, movie, isSoundBrand()).read(moov.get());
                if (movie.fragmented) {
                    in.readAhead(in.isRemote() ? PART / 2 : PART / 4);
                    boolean durationKnown = new MovieFacts(movie, fragments, 0, brand).isDurationDeclared();
                    fragments.read(moov.get().end(), limit, durationKnown);
                } else {
                    countMedia(moov.get(), limit);
                    readFirstFrame(limit);
                }
            } catch (EOFException e) {
                // What was read until here counts.
                truncated = true;
                conclude(moov.get());
                throw e;
            }
            conclude(moov.get());
        }

        private void conclude(Box moov) throws IOException {
            if (truncated) {
                facts.truncated();
            }
            if (movie.audio().isEmpty() && movie.video().isEmpty() && !truncated) {
                throw new MalformedMediaException(moov.start(), "a moov box with a sound or video track expected");
            }
            new MovieFacts(movie, fragments, mediaBytes, brand).put(facts);
        }

        /** Takes what is left of a small movie with one request; of a large one the headers of each track. */
        private void fetchMovie(Box moov) {
            if (in.isRemote()) {
                long left = moov.end() - in.position();
                in.readAhead(left <= WHOLE_TAIL ? (int) Math.max(left, PART / 2) : PART);
            }
        }

        private Optional<Box> findMovie(long limit) throws IOException {
            Optional<Box> next = Box.top(in, limit);
            int most = in.isRemote() ? MAX_BOXES_REMOTE : MAX_BOXES;
            for (int i = 0; i < most && next.isPresent(); i++) {
                Box box = next.get();
                switch (box.type()) {
                    case "moov" -> {
                        return next;
                    }
                    case "ftyp" -> brand = box.length() >= 4 ? in.ascii(4) : brand;
                    case "mdat" -> mediaBytes += box.length();
                    default -> {
                        // Free space and the like.
                    }
                }
                if (box.end() >= limit) {
                    truncated = box.end() > limit;
                    return Optional.empty();
                }
                if (in.isRemote() && box.end() - in.position() > PART) {
                    // The movie usually is what follows the media: as a whole if it is small, else its first headers.
                    in.readAhead(limit - box.end() <= WHOLE_TAIL ? WHOLE_TAIL : PART);
                }
                in.seek(box.end());
                next = Box.top(in, limit);
            }
            return Optional.empty();
        }

        /** Adds media behind the movie, whose size stands in for a table of sample sizes. */
        private void countMedia(Box moov, long limit) throws IOException {
            in.readAhead(16);
            in.seek(moov.end());
            Optional<Box> next = mediaBytes > 0 || moov.end() >= limit ? Optional.empty() : Box.top(in, limit);
            for (int i = 0; i < 8 && next.isPresent(); i++) {
                Box box = next.get();
                truncated |= box.end() > limit;
                mediaBytes += box.type().equals("mdat") ? box.length() : 0;
                if (mediaBytes > 0 || box.end() >= limit) {
                    return;
                }
                in.seek(box.end());
                next = Box.top(in, limit);
            }
            truncated |= moov.end() > limit;
        }

        private void readFirstFrame(long limit) throws IOException {
            Optional<Track> track = movie.audio().filter(t -> t.firstSample > 0 && t.firstSample < limit - 4);
            Optional<SoundEntry> entry = track.flatMap(Track::sound).filter(SoundEntry::isMpegAudio);
            if (entry.isPresent()) {
                int word = in.readAhead(16).seek(track.get().firstSample).i32be();
                MpegAudioHeader.parse(word).ifPresent(entry.get()::take);
            }
        }

        private boolean isSoundBrand() {
            return switch (brand.toUpperCase(Locale.ROOT)) {
                case "M4A ", "M4B ", "M4P " -> true;
                default -> false;
            };
        }
    }
}
