package io.releasemedia.probe.format.amr;

import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameSyntax;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * AMR frames in storage format (RFC 4867 section 5.3): a byte with the frame's type, then its bits. Each stands for 20
 * ms. There is no sync word, so only many frames in a row are a sign of frames.
 */
final class AmrFrames implements FrameSyntax {

    private static final int[] NARROW = {13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 0, 0, 0, 1};
    private static final int[] WIDE = {18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1};
    private static final int FRAMES_A_SECOND = 50;

    private final int[] lengths;
    private final int sampleRate;

    AmrFrames(boolean wide) {
        lengths = wide ? WIDE : NARROW;
        sampleRate = wide ? 16_000 : 8_000;
    }

    @Override
    public Optional<Frame> at(ByteWindow in) throws IOException {
        if (!in.has(1)) {
            return Optional.empty();
        }
        int type = in.u8();
        int length = lengths[type >> 3 & 15];
        return (type & 0x83) != 0 || length == 0
                ? Optional.empty()
                : Optional.of(new Frame(length, sampleRate / FRAMES_A_SECOND, sampleRate, 0, sampleRate));
    }

    @Override
    public boolean mayStart(int first, int second) {
        // The search looks for good frames only.
        return (first & 0x87) == 4;
    }

    @Override
    public int confirmations() {
        return 16;
    }
}
