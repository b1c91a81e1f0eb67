package io.releasemedia.probe.format.adts;

import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameSyntax;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** ADTS frames; no header says a bit rate, and each frame has its own length. */
final class AdtsFrames implements FrameSyntax {

    private static final int BLOCK = 1024;

    @Override
    public Optional<Frame> at(ByteWindow in) throws IOException {
        return AdtsHeader.read(in)
                .map(header ->
                        new Frame(header.length(), BLOCK * header.blocks(), header.sampleRate(), 0, header.stream()));
    }

    @Override
    public boolean mayStart(int first, int second) {
        return first == 0xff && (second & 0xf6) == 0xf0;
    }

    @Override
    public int confirmations() {
        return 3;
    }
}
