package io.releasemedia.probe.format.ac3;

import io.releasemedia.probe.format.codec.Ac3Header;
import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameSyntax;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** AC-3 and E-AC-3 frames; those that add channels or another programme take no time of their own. */
final class Ac3Frames implements FrameSyntax {

    @Override
    public Optional<Frame> at(ByteWindow in) throws IOException {
        return Ac3Header.parse(in.peekBytes(Ac3Header.SIZE)).map(Ac3Frames::frame);
    }

    @Override
    public boolean mayStart(int first, int second) {
        return first == Ac3Header.SYNC >> 8 && second == (Ac3Header.SYNC & 0xff);
    }

    @Override
    public int confirmations() {
        return 3;
    }

    private static Frame frame(Ac3Header header) {
        boolean additional = header.dependent() || header.substream() > 0;
        return new Frame(
                header.frameLength(),
                additional ? 0 : header.samplesPerFrame(),
                header.sampleRate(),
                header.enhanced() ? 0 : header.bitrateKbps(),
                header.sampleRate());
    }
}
