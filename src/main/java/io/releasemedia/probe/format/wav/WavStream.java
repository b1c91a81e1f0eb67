package io.releasemedia.probe.format.wav;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.codec.FirstFrame;
import io.releasemedia.probe.format.codec.WaveFormat;
import io.releasemedia.source.ByteWindow;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the chunks of one WAVE file say about its sound, and what follows from it. */
final class WavStream {

    /** Encoders that write to a pipe declare about 2 or 4 GiB, or nothing. */
    private static final long PLACEHOLDER = 0x7fff_0000L;

    /** Samples in an MPEG audio frame. */
    private static final int LONGEST_FRAME = 1152;

    private static final long DTS_DATA_START = 2 << 10;
    private static final long UINT32_MAX = 0xffff_ffffL;
    private static final long UNKNOWN = -1;

    private final boolean wide;
    private @Nullable WaveFormat format;
    private long wideSize = UNKNOWN;
    private long factSamples;
    private long dataStart = UNKNOWN;
    private long dataBytes = UNKNOWN;
    private boolean cut;

    /** For a file whose 32-bit sizes may be replaced by those of a {@code ds64} chunk. */
    WavStream(boolean wide) {
        this.wide = wide;
    }

    void format(WaveFormat declared) {
        if (format == null) {
            format = declared;
        }
    }

    void wideSize(long bytes) {
        wideSize = bytes > 0 ? bytes : UNKNOWN;
    }

    void samples(long count) {
        factSamples = count;
    }

    boolean hasFormat() {
        return format != null;
    }

    boolean isComplete() {
        return format != null && dataStart != UNKNOWN;
    }

    /** Takes the data chunk at the position, whose size may be a placeholder, missing, wrapped or cut off. */
    void data(ByteWindow in, ChunkLayout layout, ChunkLayout.Chunk chunk) throws IOException {
        if (dataStart != UNKNOWN) {
            return;
        }
        dataStart = chunk.start();
        long there = in.remaining();
        boolean measured = there != Long.MAX_VALUE;
        boolean replaced = wide && chunk.size() == UINT32_MAX && wideSize != UNKNOWN;
        long declared = replaced ? wideSize : chunk.size();
        if (declared == 0) {
            // An empty recording is followed by other chunks or by nothing; a stream by its sound.
            declared = there <= 8 || layout.startsKnownChunk(in) ? 0 : there;
        } else if (isPlaceholder(declared, there)) {
            declared = there;
        } else if (layout == ChunkLayout.RIFF && !wide && measured && there > declared) {
            // Writers that know no RF64 let the size of a longer file wrap around.
            declared += (there - declared) >> 32 << 32;
        }
        cut = declared > there;
        dataBytes = declared == Long.MAX_VALUE ? UNKNOWN : declared;
    }

    private static boolean isPlaceholder(long declared, long there) {
        return there == Long.MAX_VALUE
                ? declared == UINT32_MAX
                : declared > there && declared >= PLACEHOLDER && declared <= UINT32_MAX;
    }

    /** Puts the facts; {@code format} is known, {@code data} may not be. */
    void answer(ByteWindow in, Facts facts) throws IOException {
        WaveFormat wave = format;
        if (wave == null) {
            return;
        }
        facts.codec(wave.codec()).sampleRate(wave.sampleRate()).channels(wave.channels());
        if (wave.isPcm()) {
            answerPcm(wave, facts);
            answerDts(wave, in, facts);
        } else {
            answerCoded(wave, in, facts);
        }
        if (dataStart == UNKNOWN) {
            throw new EOFException(in.name() + ": ends before a data chunk");
        }
        if (cut) {
            facts.truncated();
        }
    }

    private void answerPcm(WaveFormat wave, Facts facts) {
        int declared = wave.channels() * wave.containerBits() / 8;
        // A block is one sample of every channel, which holds where one of the two is missing.
        int frame = declared > 0 ? declared : wave.blockAlign();
        facts.put(Field.LOSSLESS, wave.isLossless())
                .put(Field.BITRATE_MODE, "CBR")
                .bitsPerSample(wave.bitsPerSample())
                .bitrate(frame * 8.0 * wave.sampleRate() / 1000);
        if (frame > 0 && dataBytes > 0) {
            facts.samples(dataBytes / frame, wave.sampleRate());
        }
    }

    /** Looks for DTS only where the data starts in the bytes that are already there. */
    private void answerDts(WaveFormat wave, ByteWindow in, Facts facts) throws IOException {
        if (wave.codec().equals("pcm_s16le") && wave.channels() == 2 && dataStart >= 0 && dataStart < DTS_DATA_START) {
            DtsInPcm.find(in.seek(dataStart).peekBytes(DtsInPcm.SEARCHED)).ifPresent(it -> facts.codec("dts")
                    .channels(it.channels())
                    .put(Field.LOSSLESS, false)
                    .remove(Field.BITS_PER_SAMPLE));
        }
    }

    private void answerCoded(WaveFormat wave, ByteWindow in, Facts facts) throws IOException {
        if (!wave.codec().isEmpty()) {
            facts.put(Field.LOSSLESS, wave.isLossless());
        }
        if (wave.isLossless()) {
            facts.bitsPerSample(wave.bitsPerSample());
        }
        FirstFrame head = firstFrame(wave, in);
        facts.codec(head.codec()).sampleRate(head.sampleRate()).channels(head.channels());
        double declared = wave.averageBytesPerSecond();
        if (declared == 0 && wave.samplesPerBlock() > 0) {
            declared = (double) wave.blockAlign() * wave.sampleRate() / wave.samplesPerBlock();
        }
        double seconds = seconds(wave, head, declared);
        facts.duration(seconds);
        double nominal = declared > 0 ? declared : head.bytesPerSecond();
        // Only the first frame's rate is in doubt: it may be one of many. Encoders add up to three frames of silence.
        double slack = dataBytes / 10.0 + nominal * 3 * LONGEST_FRAME / Math.max(1, wave.sampleRate());
        boolean variable = declared == 0 && seconds > 0 && Math.abs(nominal * seconds - dataBytes) > slack;
        facts.bitrate((variable ? dataBytes / seconds : nominal) * 8 / 1000);
    }

    /** What the format chunk says, corrected by the first frame where that is there. */
    private FirstFrame firstFrame(WaveFormat wave, ByteWindow in) throws IOException {
        Optional<FirstFrame> found = Optional.empty();
        if (dataStart != UNKNOWN) {
            found = FirstFrame.find(wave.codec(), in.seek(dataStart).peekBytes(FirstFrame.SEARCHED));
        }
        return found.orElse(new FirstFrame(wave.codec(), wave.channels(), (int) wave.sampleRate(), 0, 0));
    }

    /**
     * The {@code fact} chunk counts samples, unless a writer put something else there: then the blocks or the declared
     * byte rate contradict it by far.
     */
    private double seconds(WaveFormat wave, FirstFrame head, double byteRate) {
        if (wave.sampleRate() == 0 || dataBytes <= 0) {
            return 0;
        }
        double counted = (double) factSamples / wave.sampleRate();
        double computed = 0;
        if (wave.samplesPerBlock() > 0 && wave.blockAlign() > 0) {
            double blocks = (double) dataBytes / wave.blockAlign();
            computed = blocks * wave.samplesPerBlock() / wave.sampleRate();
        } else if (head.samples() > 0) {
            computed = (double) head.samples() / wave.sampleRate();
        } else if (byteRate > 0) {
            computed = dataBytes / byteRate;
        }
        boolean credible = computed == 0 || counted > computed / 2 - 1 && counted < computed * 2 + 1;
        if (counted > 0 && credible) {
            return counted;
        }
        return computed > 0 || head.bytesPerSecond() == 0 ? computed : dataBytes / head.bytesPerSecond();
    }
}
