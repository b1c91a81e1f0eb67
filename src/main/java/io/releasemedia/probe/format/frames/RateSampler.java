package io.releasemedia.probe.format.frames;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Looks at frames here and there in a stream instead of at all of them. */
public final class RateSampler {

    /** Bytes of a sample, unless a few frames need more. */
    public static final int SPAN = 4096;

    private static final int MAX_SPAN = 32 << 10;
    private static final int LOCAL_PLACES = 12;
    /** Of the grid of places, every fourth is looked at first, then every second, then all. */
    private static final int COARSEST = 4;

    /** Places lie at changing parts of their grid cells, so that the beat of what is played does not fool them. */
    private static final double GOLDEN = 0.618_033_988_75;

    private static final int MAX_PLACES = 56;
    private static final int MAX_BYTES = 224 << 10;
    /** Share of the duration that an estimate may be off by, in two standard errors, before more samples are taken. */
    private static final double TOLERANCE = 0.01;
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
        this.span = Math.max(SPAN, Math.min(MAX_SPAN, 4 * first.length() + FrameStream.HEADER));
    }

    /**
     * What was extrapolated from samples.
     *
     * @param seconds length in time
     * @param kbps mean rate of the frames, without what stands between them
     * @param constantKbps the rate that all headers said; 0 where they differed
     */
    public record Estimate(double seconds, double kbps, int constantKbps) {}

    /** Frames of one sample: where the first of them stands, and the sums. */
    private record Sample(long offset, FrameCount count) {}

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
        int places = stream.in().isRemote() ? 1 : LOCAL_PLACES;
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
                && sample.count().constantKbps() == first.kbps()
                && Math.abs(frames - Math.rint(frames)) * frameBytes <= SLACK;
    }

    /**
     * Extrapolates from evenly spread samples, more of them the more they differ, at most {@value #MAX_PLACES} and
     * {@value #MAX_BYTES} bytes. A sample without frames counts as bytes without sound.
     */
    public Estimate estimate() throws IOException {
        int grid = Math.min(MAX_PLACES, Math.max(1, MAX_BYTES / span / COARSEST) * COARSEST);
        double[] secondsPerByte = new double[grid];
        FrameCount all = new FrameCount();
        int taken = grid;
        for (int stride = COARSEST; stride >= 1; stride /= 2) {
            taken = stride;
            for (int i = (COARSEST / 2 - 1) % stride; i < grid; i += stride) {
                if (stride == COARSEST || (i - COARSEST / 2 + 1) % (2 * stride) != 0) {
                    secondsPerByte[i] = sampleInto(all, (i + i * GOLDEN % 1) / grid);
                }
            }
            if (isSettled(secondsPerByte, stride)) {
                break;
            }
        }
        double seconds = (stream.end() - start) * mean(secondsPerByte, taken);
        double kbps = all.seconds() > 0 ? all.bytes() * 8 / all.seconds() / 1000 : 0;
        return new Estimate(seconds, kbps, all.constantKbps());
    }

    private double sampleInto(FrameCount all, double part) throws IOException {
        Sample sample = sample(start + (long) ((stream.end() - start - span) * part));
        all.add(sample.count());
        return sample.count().bytes() == 0
                ? 0
                : sample.count().seconds() / sample.count().bytes();
    }

    private static double mean(double[] values, int stride) {
        double sum = 0;
        int count = 0;
        for (int i = (COARSEST / 2 - 1) % stride; i < values.length; i += stride) {
            sum += values[i];
            count++;
        }
        return sum / count;
    }

    /** Whether two standard errors are tolerable; neighbours' differences are the measure, as the rate drifts slowly. */
    private static boolean isSettled(double[] values, int stride) {
        double squares = 0;
        int count = 1;
        for (int i = (COARSEST / 2 - 1) % stride + stride; i < values.length; i += stride) {
            double difference = values[i] - values[i - stride];
            squares += difference * difference;
            count++;
        }
        double error = Math.sqrt(squares / 2 / Math.max(1, count - 1) / count);
        return 2 * error <= TOLERANCE * mean(values, stride);
    }

    /** The frames that lie within a span from an offset on. */
    private Sample sample(long offset) throws IOException {
        FrameCount count = new FrameCount();
        long horizon = Math.min(stream.end(), offset + span);
        stream.in().readAhead(span).seek(offset).has((int) (horizon - offset));
        OptionalLong found = stream.find(offset, horizon - FrameStream.HEADER, horizon);
        long position = found.orElse(horizon);
        while (position + FrameStream.HEADER <= horizon) {
            Optional<Frame> frame = stream.at(position).filter(each -> each.stream() == first.stream());
            if (frame.isEmpty()) {
                break;
            }
            count.add(frame.get());
            position += frame.get().length();
        }
        return new Sample(found.orElse(offset), count);
    }
}
