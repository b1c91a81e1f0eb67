package io.releasemedia.probe.format.frames;

/** Adds up frames. */
public final class FrameCount {

    private long frames;
    private long bytes;
    private long samples;
    private int sampleRate;
    private double seconds;
    private int leastKbps = Integer.MAX_VALUE;
    private int mostKbps;

    void add(Frame frame) {
        if (frame.sampleRate() != sampleRate) {
            seconds = seconds();
            samples = 0;
            sampleRate = frame.sampleRate();
        }
        frames++;
        bytes += frame.length();
        samples += frame.samples();
        leastKbps = Math.min(leastKbps, frame.kbps());
        mostKbps = Math.max(mostKbps, frame.kbps());
    }

    void add(FrameCount other) {
        seconds += other.seconds();
        frames += other.frames;
        bytes += other.bytes;
        leastKbps = Math.min(leastKbps, other.leastKbps);
        mostKbps = Math.max(mostKbps, other.mostKbps);
    }

    /** Number of frames. */
    public long frames() {
        return frames;
    }

    /** Bytes of all frames, without what stands between them. */
    public long bytes() {
        return bytes;
    }

    /** Length in time. */
    public double seconds() {
        return sampleRate == 0 ? seconds : seconds + (double) samples / sampleRate;
    }

    /** The rate that all frames' headers say, in kbit/s; 0 where they differ or say none. */
    public int constantKbps() {
        return leastKbps == mostKbps ? mostKbps : 0;
    }
}
