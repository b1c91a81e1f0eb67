package io.releasemedia.probe.format.mpegts;

import io.releasemedia.probe.format.codec.VideoSequence;
import java.util.Arrays;

/** One stream of a program, with the start of its bytes and its times, while packets are read. */
public final class Elementary {

    /** Bytes of the start that are kept. */
    private static final int KEPT = 16 << 10;
    /** Bytes of them that are kept where pictures began without a header that says their size. */
    private static final int KEPT_TAIL = 4 << 10;

    private static final long WRAP = 1L << 33;

    private final String codec;
    private final boolean video;
    private byte[] start = new byte[0];
    private long bytes;
    private long bytesBeforeLast;
    private long packets;
    private long bytesInLast;
    private long firstPts = -1;
    private long lastPts = -1;
    private long firstDts = -1;
    private long lastDts = -1;

    /** Of ffprobe's codec name. */
    public Elementary(String codec, boolean video) {
        this.codec = codec;
        this.video = video;
    }

    /** Takes a packet's times. */
    public void take(PesHeader header) {
        if (header.pts() < 0) {
            return;
        }
        firstPts = firstPts < 0 ? header.pts() : Math.min(firstPts, unwrap(header.pts()));
        lastPts = Math.max(lastPts, unwrap(header.pts()));
        firstDts = firstDts < 0 ? header.dts() : firstDts;
        lastDts = unwrap(header.dts());
        bytesBeforeLast = bytes;
        bytesInLast = 0;
        packets++;
    }

    /** Takes bytes of the stream itself; the first ones have to start a packet. */
    public void take(byte[] data, int from, int to) {
        int length = Math.max(0, to - from);
        bytes += length;
        bytesInLast += length;
        if (start.length < KEPT && (packets > 0 || start.length > 0) && length > 0) {
            int added = Math.min(length, KEPT - start.length);
            start = Arrays.copyOf(start, start.length + added);
            System.arraycopy(data, from, start, start.length - added, added);
            // A cut stream begins in the middle of a group of pictures; the header comes with the next one.
            if (video
                    && start.length == KEPT
                    && VideoSequence.find(codec, start).isEmpty()) {
                start = Arrays.copyOfRange(start, KEPT - KEPT_TAIL, KEPT);
            }
        }
    }

    /** Takes the times of a packet near the file's end, which say how long the stream is. */
    public void takeLast(PesHeader header) {
        if (header.pts() >= 0 && firstPts >= 0) {
            lastPts = Math.max(lastPts, unwrap(header.pts()));
            bytesInLast = 0;
        }
    }

    /** Counts bytes of the last packet. */
    public void takeLast(int length) {
        bytesInLast += Math.max(0, length);
    }

    /** ffprobe's codec name; empty where not known. */
    public String codec() {
        return codec;
    }

    /** Whether these are pictures. */
    public boolean isVideo() {
        return video;
    }

    /** The first bytes; of pictures those with the first header that says their size, if there is one. */
    byte[] start() {
        return start;
    }

    /** Bytes behind the last time. */
    long bytesInLast() {
        return bytesInLast;
    }

    long packets() {
        return packets;
    }

    long firstPts() {
        return firstPts;
    }

    long lastPts() {
        return lastPts;
    }

    /** Seconds between the first and the last packet at the file's start. */
    double headSeconds() {
        return Math.max(0, lastDts - firstDts) / 90_000.0;
    }

    /** Bytes of these packets but the last. */
    long headBytes() {
        return bytesBeforeLast;
    }

    /** Time has 33 bits; one that is far before the first has started again at 0. */
    private long unwrap(long time) {
        return firstPts >= 0 && time < firstPts - WRAP / 2 ? time + WRAP : time;
    }
}
