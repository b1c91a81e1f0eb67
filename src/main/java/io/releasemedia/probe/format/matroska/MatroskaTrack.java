package io.releasemedia.probe.format.matroska;

/** A track while its entry is read. */
final class MatroskaTrack {

    static final int VIDEO = 1;
    static final int AUDIO = 2;

    long number;
    long uid;
    int type;
    String codecId = "";
    byte[] codecPrivate = {};
    /** Nanoseconds of a frame; 0 where it is not constant. */
    long defaultDuration;

    long width;
    long height;
    double sampleRate = 8000;
    double outputRate;
    long channels = 1;
    long bitDepth;
    /** Bytes that were taken off the start of each frame. */
    byte[] strippedHeader = {};
    /** Whether frames are compressed or encrypted, so that their bytes say nothing. */
    boolean opaque;
    /** Bit/s by a statistics tag; 0 where there is none. */
    long taggedBitrate;
}
