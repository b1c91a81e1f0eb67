package io.releasemedia.probe.format.aiff;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;

/** What the chunks of one AIFF file say about its sound, and what follows from it. */
final class AiffSound {

    private static final int COMMON_SIZE = 18;
    private static final long PLACEHOLDER = 0x7fff_0000L;

    private final boolean typed;
    private boolean described;
    private int channels;
    private long frames;
    private int bits;
    private double rate;
    private AiffCompression compression = new AiffCompression("", 0, 0);
    private boolean located;
    private long dataBytes;
    private boolean cut;

    /** Of AIFF-C, where the common chunk names a compression type, or of AIFF. */
    AiffSound(boolean typed) {
        this.typed = typed;
    }

    boolean isDescribed() {
        return described;
    }

    boolean isComplete() {
        return described && located;
    }

    /** Takes the body of the {@code COMM} chunk at the position. */
    void common(ByteWindow in, long size) throws IOException {
        if (size < COMMON_SIZE) {
            throw MalformedMediaException.at(in, "a COMM chunk of at least 18 bytes expected, not " + size);
        }
        channels = in.u16be();
        frames = in.u32be();
        bits = in.u16be();
        rate = extended(in.u16be(), in.i64be());
        String type = typed && size >= COMMON_SIZE + 4 ? in.ascii(4) : "NONE";
        compression = AiffCompression.of(type, bits);
        described = true;
    }

    /** Takes the {@code SSND} chunk whose body is at the position. */
    void data(ByteWindow in, long size) throws IOException {
        located = true;
        long there = in.remaining();
        boolean open = size == 0 || size > there && size >= PLACEHOLDER || size == 0xffff_ffffL;
        if (open && there == Long.MAX_VALUE) {
            return;
        }
        long body = open ? there : size;
        cut = body > there;
        dataBytes = Math.max(0, body - 8);
    }

    /** Puts what is known. */
    void answer(Facts facts) {
        if (!described) {
            return;
        }
        facts.codec(compression.codec()).channels(channels);
        double samples = samples();
        if (rate > 0 && rate <= 100_000_000) {
            facts.sampleRate(rate).duration(samples / rate);
            answerBitrate(facts, samples);
        }
        if (compression.isLinear()) {
            facts.bitsPerSample(compression.codec().startsWith("pcm_f") ? compression.packetBytes() * 8L : bits);
        }
        if (!compression.codec().isEmpty()) {
            facts.put(Field.LOSSLESS, compression.isLinear());
        }
        if (cut) {
            facts.truncated();
        }
    }

    private void answerBitrate(Facts facts, double samples) {
        if (compression.packetBytes() > 0) {
            facts.put(Field.BITRATE_MODE, "CBR")
                    .bitrate(rate * channels * compression.packetBytes() * 8 / compression.packetSamples() / 1000);
        } else {
            facts.bitrate(dataBytes, samples / rate);
        }
    }

    /**
     * Sample frames: as declared, from the data where none are declared. A type with packets of many samples is counted
     * in packets by some writers and in samples by others, so the data decides.
     */
    private double samples() {
        int packet = compression.packetBytes() * channels;
        if (packet == 0) {
            return frames;
        }
        double counted = Math.floor((double) dataBytes / packet) * compression.packetSamples();
        if (compression.packetSamples() > 1) {
            boolean bySample = dataBytes == 0 || Math.abs(frames - counted) < compression.packetSamples();
            return bySample ? frames : counted;
        }
        return frames > 0 ? frames : counted;
    }

    /** An 80-bit IEEE 754 extended number; 0 where it is none, negative or beyond reason. */
    private static double extended(int signAndExponent, long mantissa) {
        int exponent = signAndExponent & 0x7fff;
        if (signAndExponent >> 15 != 0 || exponent == 0x7fff || mantissa == 0) {
            return 0;
        }
        double unsigned = (mantissa >>> 1) * 2.0 + (mantissa & 1);
        return Math.scalb(unsigned, exponent - 16383 - 63);
    }
}
