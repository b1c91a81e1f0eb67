package io.releasemedia.probe.format.dts;

import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameSyntax;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** DTS core frames, each with the extensions behind it, which take no time of their own. */
final class DtsFrames implements FrameSyntax {

    private int sampleRate;

    @Override
    public Optional<Frame> at(ByteWindow in) throws IOException {
        Optional<DtsHeader> header = DtsHeader.parse(in.peekBytes(DtsHeader.SIZE));
        if (header.isEmpty()) {
            return Optional.empty();
        }
        DtsHeader frame = header.get();
        sampleRate = frame.sampleRate() > 0 ? frame.sampleRate() : sampleRate;
        return Optional.of(new Frame(frame.length(), frame.samples(), sampleRate, 0, 0));
    }

    @Override
    public boolean mayStart(int first, int second) {
        return (first == 0x7f && second == 0xfe) || (first == 0x64 && second == 0x58);
    }

    @Override
    public int confirmations() {
        return 3;
    }
}
