package io.releasemedia.probe.format.mpegaudio;

import io.releasemedia.probe.format.codec.MpegAudioHeader;
import io.releasemedia.probe.format.frames.Frame;
import io.releasemedia.probe.format.frames.FrameSyntax;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * MPEG audio frames (ISO/IEC 11172-3 section 2.4.1). A frame in free format does not say its length: the distance to the
 * next two headers does, and it is the same, up to a padding slot, through the stream.
 */
final class MpegFrames implements FrameSyntax {

    /** Sync word, version, layer and sample rate: what never changes in a stream. */
    private static final int STREAM_BITS = 0xfffe_0c00;

    private static final int BITRATE_BITS = 0xf000;
    private static final int MIN_FREE = 32;
    private static final int MAX_FREE = 4096;
    /** Lengths in free format are searched for this often, so that a file full of such headers takes no time. */
    private static final int MAX_SEARCHES = 8;

    private int lastWord;
    private Optional<Frame> lastFrame = Optional.empty();
    private int freeLength;
    private int searches;

    @Override
    public Optional<Frame> at(ByteWindow in) throws IOException {
        if (!in.has(MpegAudioHeader.SIZE)) {
            return Optional.empty();
        }
        long offset = in.position();
        int word = in.i32be();
        if (word == lastWord) {
            return lastFrame;
        }
        Optional<MpegAudioHeader> header = MpegAudioHeader.parse(word);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        if (header.get().bitrateKbps() == 0) {
            return free(in.seek(offset), word, header.get());
        }
        lastWord = word;
        lastFrame = Optional.of(frame(
                header.get(), word, header.get().frameLength(), header.get().bitrateKbps()));
        return lastFrame;
    }

    @Override
    public boolean mayStart(int first, int second) {
        return first == 0xff && second >= 0xe0;
    }

    @Override
    public int confirmations() {
        return 3;
    }

    @Override
    public boolean isUnmistakable(ByteWindow in) throws IOException {
        long offset = in.position();
        Optional<MpegAudioHeader> header =
                in.has(MpegAudioHeader.SIZE) ? MpegAudioHeader.parse(in.i32be()) : Optional.empty();
        return header.isPresent()
                && VbrHeader.read(in.seek(offset), header.get()).isPresent();
    }

    @Override
    public void settle() {
        searches = MAX_SEARCHES;
    }

    private static Frame frame(MpegAudioHeader header, int word, int length, int kbps) {
        return new Frame(length, header.samplesPerFrame(), header.sampleRate(), kbps, word & STREAM_BITS);
    }

    private Optional<Frame> free(ByteWindow in, int word, MpegAudioHeader header) throws IOException {
        if (freeLength == 0 && searches < MAX_SEARCHES) {
            searches++;
            freeLength = freeLength(ByteBuffer.wrap(in.peekBytes(2 * MAX_FREE)), word, header);
        }
        if (freeLength == 0) {
            return Optional.empty();
        }
        double kbps = freeLength * 8.0 * header.sampleRate() / header.samplesPerFrame() / 1000;
        return Optional.of(frame(header, word, freeLength + padding(header), (int) Math.round(kbps)));
    }

    /** Bytes of a frame without its padding; 0 where no two headers follow at the same distance. */
    private static int freeLength(ByteBuffer bytes, int word, MpegAudioHeader header) {
        for (int distance = MIN_FREE; distance < MAX_FREE && distance + 4 <= bytes.limit(); distance++) {
            int second = bytes.getInt(distance);
            if (!isSame(word, second)) {
                continue;
            }
            int length = distance - padding(header);
            int third = distance
                    + length
                    + MpegAudioHeader.parse(second).map(MpegFrames::padding).orElse(0);
            if (third + 4 <= bytes.limit() && isSame(word, bytes.getInt(third))) {
                return length;
            }
        }
        return 0;
    }

    private static boolean isSame(int word, int other) {
        return ((word ^ other) & (STREAM_BITS | BITRATE_BITS)) == 0 && MpegAudioHeader.matches(other);
    }

    private static int padding(MpegAudioHeader header) {
        return header.padding() ? header.slotBytes() : 0;
    }
}
