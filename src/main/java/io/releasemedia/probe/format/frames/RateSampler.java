package io.releasemedia.probe.format.frames;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Looks at frames here and there in a stream instead of at all of them. */
public final class RateSampler {

    /**
     * Bytes of a sample, unless frames need more: two of the longest frames at 44.1 kHz and 320 kbit/s, so that a header
     * and the next one are in it wherever it begins.
     */
    private static final int SPAN = 2112;

    private static final int MAX_SPAN = 32 << 10;
    private static final int LOCAL_PLACES = 12;

    /**
     * Silence at both ends of a stream of variable rate has a constant rate below this, and its frames are so short that
     * one in ten stands where a constant rate would put it.
     */
    private static final int SILENCE_KBPS = 96;

    private static final int MAX_PLACES = 108;
    private static final int MAX_BYTES = 224 << 10;
    /** Bytes that a frame may be off the place that a constant rate gives it: a slot and the rounding. */
    private static final double SLACK = 4.5;

    private final FrameStream stream;
    private final long start;
    private final Frame first;
    private final int span;

    /** For a stream whose first frame stands at {@code start}. */
    public RateSampler(FrameStream stream, long start, Frame first) {
        this.stream = stream;
        this.start = start;
        this.first = first;
        this.span = Math.max(SPAN, Math.min(MAX_SPAN, 2 * first.length() + 2 * FrameStream.HEADER));
    }

    /**
     * What was extrapolated from samples.
     *
     * @param seconds length in time
     * @param kbps mean rate of the frames, without what stands between them
     * @param constantKbps the rate that all headers said; 0 where they differed
     */
    public record Estimate(double seconds, double kbps, int constantKbps) {}

    /** Frames of one sample: where the first of them stands, its stream, and the sums. */
    private record Sample(long offset, int stream, FrameCount count) {}

    /**
     * The length in seconds of a stream at a constant rate: all frames looked at have the first one's rate and stand
     * where that rate puts them, so that nothing else can stand between them. A source behind a network is looked at
     * only at its head and its tail, which suffice because of the places. Empty where the rate varies or foreign bytes
     * are in the stream.
     */
    public OptionalDouble constantRate() throws IOException {
        double exact = first.samples() / 8.0 * first.kbps() * 1000 / first.sampleRate();
        // Some encoders never pad.
        double unpadded = Math.floor(exact);
        for (double frame : new double[] {exact, unpadded}) {
            if (first.kbps() > 0 && isConstant(frame)) {
                return OptionalDouble.of((stream.end() - start) / frame * first.samples() / first.sampleRate());
            }
        }
        return OptionalDouble.empty();
    }

    private boolean isConstant(double frameBytes) throws IOException {
        long audio = stream.end() - start;
        int places = stream.in().isRemote() ? first.kbps() < SILENCE_KBPS ? 2 : 1 : LOCAL_PLACES;
        if (audio < 4L * span || !isConstant(start, frameBytes)) {
            return false;
        }
        for (int i = places; i > 0; i--) {
            if (!isConstant(start + (audio - span) / places * i, frameBytes)) {
                return false;
            }
        }
        return true;
    }

    private boolean isConstant(long offset, double frameBytes) throws IOException {
        Sample sample = sample(offset);
        double frames = (sample.offset() - start) / frameBytes;
        return sample.count().frames() > 0
                && sample.stream() == first.stream()
                && sample.count().constantKbps() == first.kbps()
                && Math.abs(frames - Math.rint(frames)) * frameBytes <= SLACK;
    }

    /**
     * Extrapolates from samples spread by a {@link Survey}, at most {@value #MAX_PLACES} and {@value #MAX_BYTES} bytes.
     * A sample without frames counts as bytes without sound.
     */
    public Estimate estimate() throws IOException {
        int places = Math.min(MAX_PLACES, Math.max(1, MAX_BYTES / span / 4) * 4);
        long bytes = stream.end() - start;
        FrameCount all = new FrameCount();
        int[] samples = new int[2];
        double secondsPerByte = new Survey(places, part -> {
                    FrameCount count =
                            sample(start + (long) ((bytes - span) * part)).count();
                    all.add(count);
                    samples[count.bytes() == 0 ? 0 : 1]++;
                    return count.bytes() == 0 ? 0 : count.seconds() / count.bytes();
                })
                .secondsPerByte();
        double sound = (double) samples[1] / (samples[0] + samples[1]);
        double kbps = secondsPerByte > 0 ? sound * 8 / secondsPerByte / 1000 : 0;
        return new Estimate(bytes * secondsPerByte, kbps, all.constantKbps());
    }

    /** The frames that lie within a span from an offset on. */
    private Sample sample(long offset) throws IOException {
        FrameCount count = new FrameCount();
        long horizon = Math.min(stream.end(), offset + span);
        stream.in().readAhead(span).seek(offset).has((int) (horizon - offset));
        OptionalLong found = stream.find(offset, horizon - FrameStream.HEADER, horizon);
        long position = found.orElse(horizon);
        // Joined files go on with another stream.
        int kind = found.isPresent() ? stream.at(position).map(Frame::stream).orElse(0) : 0;
        while (position + FrameStream.HEADER <= horizon) {
            Optional<Frame> frame = stream.at(position);
            if (frame.isEmpty() || frame.get().stream() != kind) {
                break;
            }
            count.add(frame.get());
            position += frame.get().length();
        }
        return new Sample(found.orElse(offset), kind, count);
    }
}
