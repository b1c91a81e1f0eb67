package io.releasemedia.probe.format.adts;

import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameSyntax;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** LOAS frames (AudioSyncStream, ISO/IEC 14496-3 section 1.7.2): 11 bits of sync, 13 of length, an AudioMuxElement. */
final class LoasFrames implements FrameSyntax {

    static final int HEADER = 3;

    private static final int SYNC = 0x2b7;

    private final int samples;
    private final int sampleRate;

    /** Frames that stand for this many samples each, at this rate. */
    LoasFrames(int samples, int sampleRate) {
        this.samples = samples;
        this.sampleRate = sampleRate;
    }

    @Override
    public Optional<Frame> at(ByteWindow in) throws IOException {
        if (!in.has(HEADER)) {
            return Optional.empty();
        }
        int word = in.u24be();
        int length = word & 0x1fff;
        return word >> 13 != SYNC || length == 0
                ? Optional.empty()
                : Optional.of(new Frame(HEADER + length, samples, sampleRate, 0, SYNC));
    }

    @Override
    public boolean mayStart(int first, int second) {
        return first == SYNC >> 3 && second >> 5 == (SYNC & 7);
    }

    @Override
    public int confirmations() {
        return 4;
    }
}
