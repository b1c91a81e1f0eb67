package io.releasemedia.probe.format.mp4;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import java.util.Optional;

/**
 * Turns what the boxes say into facts. An audio file is what has a sound track and no moving pictures; a cover or
 * chapter pictures do not make it a video.
 *
 * @param mediaBytes bytes in {@code mdat} boxes, 0 where not known
 * @param brand major brand of the file
 */
record MovieFacts(Movie movie, Fragments fragments, long mediaBytes, String brand) {

    /** A table of sizes that adds up to more than this is damaged: bit/s. */
    private static final double MAX_MEASURED = 200e6;
    /** How far a declared average may be from what the samples' sizes say. */
    private static final double PLAUSIBLE = 2;
    /** How far the rate of a few fragments may be from that of all. */
    private static final double SAME_RATE = 0.01;
    /** What a 16-bit field can hold of a sample rate. */
    private static final int SHORT_RATE = 0x1_0000;

    void put(Facts facts) {
        Optional<Track> audio = movie.audio();
        Optional<Track> video = movie.video();
        facts.put(Field.CONTAINER, "mp4");
        if (audio.isPresent() || video.isPresent()) {
            facts.mimeType(video.isPresent() ? videoType() : audioType());
        }
        facts.duration(
                video.isPresent() ? movieSeconds() : audio.map(this::seconds).orElse(0.0));
        video.ifPresent(track -> putVideo(track, facts));
        audio.ifPresent(track -> putAudio(track, video.isPresent(), facts));
        if (fragments.coverage() < 1) {
            facts.estimated();
        }
    }

    /** Whether the headers say how long the tracks are, fragments included. */
    boolean isDurationDeclared() {
        if (movie.fragmentDuration > 0) {
            return true;
        }
        boolean declared = !movie.tracks.isEmpty();
        for (Track track : movie.tracks) {
            declared &= !(track.isSound() || track.isVideo()) || isDeclared(track);
        }
        return declared;
    }

    /** Where all samples are in fragments, the track's duration can only be that of the whole. */
    private static boolean isDeclared(Track track) {
        return track.duration > 0 && !track.hasSamples();
    }

    /** RFC 3839 and RFC 4393; QuickTime has no type for sound alone. */
    private String audioType() {
        if (brand.startsWith("3g2")) {
            return "audio/3gpp2";
        }
        return brand.startsWith("3g") ? "audio/3gpp" : "audio/mp4";
    }

    private String videoType() {
        if (brand.startsWith("qt")) {
            return "video/quicktime";
        }
        if (brand.startsWith("3g2")) {
            return "video/3gpp2";
        }
        return brand.startsWith("3g") ? "video/3gpp" : "video/mp4";
    }

    private double movieSeconds() {
        double seconds = movie.fragmented ? 0 : movie.seconds(movie.duration);
        if (seconds > 0) {
            return seconds;
        }
        for (Track track : movie.tracks) {
            seconds = Math.max(seconds, track.isSound() || track.isVideo() ? seconds(track) : 0);
        }
        return seconds;
    }

    /** Seconds that are presented of a track. */
    private double seconds(Track track) {
        if (movie.fragmented) {
            return fragmentedSeconds(track);
        }
        double whole = movie.seconds(movie.duration);
        double edited = movie.seconds(track.editDuration);
        double media = track.mediaSeconds();
        // An edit list that shows more than the movie has is in the wrong unit.
        if (edited > 0 && (whole == 0 || edited <= whole * 1.01 + 0.1)) {
            return edited;
        }
        return media > 0 ? media : whole;
    }

    private double fragmentedSeconds(Track track) {
        double declared = movie.seconds(movie.fragmentDuration);
        if (declared > 0) {
            return declared;
        }
        if (isDeclared(track)) {
            return track.mediaSeconds();
        }
        if (fragments.indexedSeconds() > 0) {
            return track.mediaSeconds() + fragments.indexedSeconds();
        }
        double behind = track.timescale == 0
                ? 0
                : fragments
                        .of(track)
                        .map(sum -> (double) sum.length() / track.timescale)
                        .orElse(0.0);
        double seconds = track.mediaSeconds() + behind / fragments.coverage();
        return seconds > 0 ? seconds : movie.seconds(movie.duration);
    }

    private void putVideo(Track track, Facts facts) {
        track.visual().ifPresent(entry -> {
            facts.codec(entry.codec());
            boolean sized = entry.width() > 0 && entry.height() > 0;
            facts.size(sized ? entry.width() : track.width, sized ? entry.height() : track.height);
        });
        Optional<Fragments.Sum> sum = fragments.of(track);
        if (track.sampleDelta > 0) {
            facts.frameRate((double) track.timescale / track.sampleDelta);
        } else if (track.sizes.count() > 0 && track.duration > 0) {
            facts.frameRate((double) track.sizes.count() * track.timescale / track.duration);
        } else if (sum.isPresent() && sum.get().ticks > 0) {
            facts.frameRate(fragmentedRate(sum.get(), track));
        }
    }

    /** Of some fragments only, the last picture of each can hide a steady rate. */
    private double fragmentedRate(Fragments.Sum sum, Track track) {
        double average = (double) sum.samples * track.timescale / sum.ticks;
        double steady = sum.delta > 0 ? (double) track.timescale / sum.delta : 0;
        return !fragments.isComplete() && Math.abs(average - steady) < average * SAME_RATE ? steady : average;
    }

    private void putAudio(Track track, boolean withVideo, Facts facts) {
        Optional<SoundEntry> described = track.sound();
        if (described.isEmpty()) {
            return;
        }
        SoundEntry entry = described.get();
        if (withVideo) {
            facts.audioCodec(entry.codec());
        } else {
            facts.codec(entry.codec());
        }
        facts.channels(entry.channels()).sampleRate(sampleRate(entry, track)).bitsPerSample(entry.bitsPerSample());
        if (!entry.codec().isEmpty()) {
            facts.put(Field.LOSSLESS, Mp4Codecs.isLossless(entry.codec()));
        }
        if (entry.exactBitrate() > 0) {
            facts.bitrate(entry.exactBitrate() / 1000).put(Field.BITRATE_MODE, "CBR");
        } else {
            double measured = measured(track, withVideo);
            // What encoders declare for lossless audio is often the rate of the samples before coding.
            boolean trusted = measured <= 0 || !Mp4Codecs.isLossless(entry.codec());
            facts.bitrate(bitrate(trusted ? entry.declaredBitrate() : 0, measured) / 1000);
        }
    }

    /** The entry's field has 16 bits; higher rates are left out or cut off there, and are the unit of time. */
    private static double sampleRate(SoundEntry entry, Track track) {
        double rate = entry.sampleRate();
        boolean cutOff = track.timescale >= SHORT_RATE && track.timescale % SHORT_RATE == (long) rate;
        return rate == 0 && track.timescale >= 8000 || cutOff ? track.timescale : rate;
    }

    /** The nominal rate where one is declared, unless it contradicts what the samples weigh. */
    private static double bitrate(long declared, double measured) {
        boolean usable = measured > 0 && measured < MAX_MEASURED;
        boolean plausible = !usable || declared <= measured * PLAUSIBLE && declared >= measured / PLAUSIBLE;
        if (declared > 0 && plausible) {
            return declared;
        }
        return usable ? measured : 0;
    }

    /** Bit/s by the sizes of the samples, or of all media where there is nothing but sound; 0 where not known. */
    private double measured(Track track, boolean withVideo) {
        double seconds = track.mediaSeconds();
        if (movie.fragmented) {
            return measuredFragments(track, withVideo);
        }
        if (seconds <= 0) {
            return 0;
        }
        if (track.sizes.bytes() > 0 && track.sizes.constant() != 1) {
            return track.sizes.bytes() * 8 / seconds;
        }
        boolean soundOnly =
                !withVideo && movie.tracks.stream().noneMatch(t -> t != track && (t.isSound() || t.isVideo()));
        return soundOnly ? mediaBytes * 8 / seconds : 0;
    }

    private double measuredFragments(Track track, boolean withVideo) {
        double inMovie = Math.max(0, track.sizes.bytes());
        Optional<Fragments.Sum> sum = fragments.of(track);
        if (fragments.isComplete() && sum.isPresent() && track.timescale > 0) {
            double seconds =
                    track.mediaSeconds() * (isDeclared(track) ? 0 : 1) + (double) sum.get().ticks / track.timescale;
            return seconds > 0 ? (inMovie + sum.get().bytes) * 8 / seconds : 0;
        }
        if (!withVideo && fragments.indexedSeconds() > 0) {
            return fragments.indexedBytes() * 8 / fragments.indexedSeconds();
        }
        return 0;
    }
}
