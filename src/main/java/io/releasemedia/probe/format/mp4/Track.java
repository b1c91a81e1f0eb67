package io.releasemedia.probe.format.mp4;

import java.util.Optional;

/** A track of a movie while it is read; times are in units of {@link #timescale}. */
final class Track {

    static final String SOUND = "soun";
    static final String VIDEO = "vide";

    long id;
    String handler = "";
    long timescale;
    long duration;
    /** What the edit list shows, in units of the movie; 0 where there is none. */
    long editDuration;

    long width;
    long height;
    /** Time between samples where it is the same for all; 0 otherwise. */
    long sampleDelta;
    /** Number of runs in the table of times: 0 where all samples are in fragments. */
    long timeRuns;

    SampleSizes sizes = SampleSizes.NONE;
    /** Offset of the first sample from the file's start; 0 where not known. */
    long firstSample;
    /** Identifiers of tracks that hold this one's chapter titles and pictures. */
    long[] chapters = {};

    private Optional<SoundEntry> sound = Optional.empty();
    private Optional<VisualEntry> visual = Optional.empty();

    Optional<SoundEntry> sound() {
        return sound;
    }

    Optional<VisualEntry> visual() {
        return visual;
    }

    void put(SoundEntry entry) {
        sound = Optional.of(entry);
    }

    void put(VisualEntry entry) {
        visual = Optional.of(entry);
    }

    /** Whether the movie box itself lists samples; otherwise all of them are in fragments. */
    boolean hasSamples() {
        return timeRuns > 0 || sizes.count() > 0;
    }

    /**
     * Whether the rest of the track's tables would add nothing but a check: not so for pictures without a steady rate
     * or that may be a cover, and for sound whose bit rate or channels only the samples tell.
     */
    boolean isKnown() {
        if (timeRuns == 0) {
            return false;
        }
        return isSound()
                ? sound().filter(s -> s.declaredBitrate() > 0 || s.exactBitrate() > 0)
                        .filter(s -> !s.isMpegAudio())
                        .isPresent()
                : sampleDelta > 0
                        && visual().filter(v -> !Mp4Codecs.isStill(v.codec())).isPresent();
    }

    boolean isSound() {
        return handler.equals(SOUND);
    }

    boolean isVideo() {
        return handler.equals(VIDEO);
    }

    /** Seconds of the media, before edits; 0 where not known. */
    double mediaSeconds() {
        return timescale > 0 ? (double) duration / timescale : 0;
    }
}
