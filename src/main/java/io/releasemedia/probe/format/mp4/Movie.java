package io.releasemedia.probe.format.mp4;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the {@code moov} box says, while it is read. */
final class Movie {

    long timescale;
    long duration;
    /** Whether more samples may follow in fragments. */
    boolean fragmented;
    /** Duration with fragments, in units of the movie; 0 where not declared. */
    long fragmentDuration;

    final List<Track> tracks = new ArrayList<>();
    /** Default durations of samples in fragments, by the order of their tracks. */
    final List<long[]> defaults = new ArrayList<>();

    /** The first track with sound. */
    Optional<Track> audio() {
        return tracks.stream().filter(Track::isSound).findFirst();
    }

    /** The first track with moving pictures: neither chapter pictures nor a cover. */
    Optional<Track> video() {
        boolean sound = tracks.stream().anyMatch(Track::isSound);
        return tracks.stream()
                .filter(t -> t.isVideo() && !isChapter(t) && !(sound && isCover(t)))
                .findFirst();
    }

    Optional<Track> track(long id) {
        for (Track track : tracks) {
            if (track.id == id) {
                return Optional.of(track);
            }
        }
        return Optional.empty();
    }

    /** Seconds of a count of the movie's units. */
    double seconds(long units) {
        return timescale > 0 ? (double) units / timescale : 0;
    }

    /** Duration, size and count that hold for samples of a fragmented track unless a fragment says otherwise. */
    long[] defaults(long id) {
        for (long[] entry : defaults) {
            if (entry[0] == id) {
                return entry;
            }
        }
        return new long[] {id, 0, 0};
    }

    private boolean isChapter(Track track) {
        for (Track other : tracks) {
            for (long chapter : other.chapters) {
                if (chapter == track.id) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isCover(Track track) {
        return !fragmented
                && track.sizes.count() <= 1
                && track.visual().filter(v -> Mp4Codecs.isStill(v.codec())).isPresent();
    }
}
