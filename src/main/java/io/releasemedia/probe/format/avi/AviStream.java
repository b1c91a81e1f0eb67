package io.releasemedia.probe.format.avi;

import io.releasemedia.probe.format.codec.WaveFormat;
import java.util.Optional;

/**
 * A stream of an AVI file while its headers are read ({@code strh}, {@code strf}).
 */
final class AviStream {

    String type = "";
    String handler = "";
    long scale;
    long rate;
    long length;
    /** Compression code of the pictures. */
    String compression = "";

    long width;
    long height;
    private Optional<WaveFormat> sound = Optional.empty();

    void put(Optional<WaveFormat> format) {
        sound = format;
    }

    Optional<WaveFormat> sound() {
        return sound;
    }

    boolean isVideo() {
        return type.equals("vids") || type.equals("iavs");
    }

    boolean isAudio() {
        return type.equals("auds");
    }

    /** Frames or blocks a second; 0 where not known. */
    double perSecond() {
        return scale > 0 ? (double) rate / scale : 0;
    }

    /** Seconds; 0 where not known. */
    double seconds() {
        return perSecond() > 0 ? length / perSecond() : 0;
    }
}
