package io.releasemedia.probe.format.frames;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.frames.RateSampler.Estimate;
import io.releasemedia.probe.format.tag.TrailingTags;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Duration and bit rate of a stream whose headers do not declare them: computed where the rate is constant, else by
 * counting all frames, or, behind a network and if there is too much to fetch, extrapolated from samples.
 */
public final class StreamMeasure {

    /** Local streams up to this are counted at once: it takes no longer than looking here and there. */
    private static final int LOCAL_SMALL = 256 << 10;

    private static final int REMOTE_SMALL = 224 << 10;
    private static final int REMOTE_TAIL = 12 << 10;

    private final FrameStream stream;
    private final long start;
    private final Frame first;

    /** For a stream whose first frame stands at {@code start} and that ends before any trailing tag. */
    public StreamMeasure(FrameStream stream, long start, Frame first) {
        this.stream = stream;
        this.start = start;
        this.first = first;
    }

    /**
     * Where trailing tags start. Behind a network the last frames are fetched with them, as {@link #putInto} looks at
     * these next.
     */
    public static long audioEnd(ByteWindow in, long start) throws IOException {
        OptionalLong length = in.length();
        if (in.isRemote() && length.isPresent()) {
            int tail = (int) Math.max(0, Math.min(REMOTE_TAIL, length.getAsLong() - start));
            in.readAhead(tail).seek(length.getAsLong() - tail).has(tail);
        }
        return TrailingTags.audioEnd(in, start);
    }

    /** Puts duration, bit rate and, where the frames' headers tell, the bit rate's mode. */
    public void putInto(Facts facts) throws IOException {
        if (stream.end() == Long.MAX_VALUE) {
            // Neither the length nor whether the first frame's rate is that of the others can be known.
            return;
        }
        stream.settle();
        boolean remote = stream.in().isRemote();
        if (stream.end() - start <= (remote ? REMOTE_SMALL : LOCAL_SMALL)) {
            putCount(facts);
            return;
        }
        RateSampler sampler = new RateSampler(stream, start, first);
        OptionalDouble constant = sampler.constantRate();
        if (constant.isPresent()) {
            facts.duration(constant.getAsDouble()).bitrate(first.kbps()).put(Field.BITRATE_MODE, "CBR");
        } else if (remote) {
            putEstimate(facts, sampler.estimate());
        } else {
            putCount(facts);
        }
    }

    private void putCount(Facts facts) throws IOException {
        FrameCount count = stream.count(start);
        if (count.frames() == 0) {
            // The only frame is cut short.
            facts.samples(first.samples(), first.sampleRate()).bitrate(first.kbps());
            return;
        }
        facts.duration(count.seconds());
        putRate(facts, count.constantKbps(), count.bytes() * 8 / count.seconds() / 1000);
    }

    private void putEstimate(Facts facts, Estimate estimate) {
        facts.duration(estimate.seconds()).estimated();
        putRate(facts, estimate.constantKbps(), estimate.kbps());
    }

    private void putRate(Facts facts, int constantKbps, double meanKbps) {
        facts.bitrate(constantKbps > 0 ? constantKbps : meanKbps);
        if (first.kbps() > 0) {
            facts.put(Field.BITRATE_MODE, constantKbps > 0 ? "CBR" : "VBR");
        }
    }
}
