package io.releasemedia.probe;

import com.sun.management.ThreadMXBean;
import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.Formats;
import io.releasemedia.source.ByteSource;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What must hold for any bytes that one reader gets: it ends by returning or by an {@link IOException}, within its
 * processor time and its memory, whether the file is local, remote, or remote and of unknown length. Jazzer calls
 * {@link #fuzzerTestOneInput} in a process of its own, which names the reader by the system property {@value #READER}.
 */
public final class FuzzTarget {

    static final String READER = "fuzz.reader";

    /** Instead of a reader: the detector, and whichever reader it decides on. */
    static final String FRONT_DOOR = "front-door";

    /** Bytes that one reading may allocate. */
    private static final long MEMORY = 64L << 20;

    /** Processor time of one reading, slowed down by the counting of coverage. */
    private static final long NANOSECONDS = 1_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static FuzzTarget named = of(FRONT_DOOR);

    /** What is done with the bytes. */
    @FunctionalInterface
    private interface Reading {
        void read(ByteWindow in) throws IOException;
    }

    private final Reading reading;

    private FuzzTarget(Reading reading) {
        this.reading = reading;
    }

    /** The target of a reader's name, or {@link #FRONT_DOOR}. */
    static FuzzTarget of(String name) {
        if (name.equals(FRONT_DOOR)) {
            return new FuzzTarget(FuzzTarget::readDetected);
        }
        FormatReader reader = Readers.named(name);
        return new FuzzTarget(in -> reader.read(in, new Facts()));
    }

    /** Jazzer's hook before the first input. */
    public static void fuzzerInitialize() {
        named = of(System.getProperty(READER, FRONT_DOOR));
    }

    /** Jazzer's entry point. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        named.check(bytes);
    }

    /** Throws whatever is wrong: what the reader may not throw, or an {@link AssertionError} for a bound. */
    void check(byte[] bytes) {
        check("local", () -> MemorySource.local(bytes));
        check("remote", () -> MemorySource.remote(bytes));
        check("remote without length", () -> MemorySource.withoutLength(bytes));
    }

    private void check(String kind, Supplier<ByteSource> source) {
        // Once more: classes that are loaded meanwhile cost far more than the reading, but only once.
        if (excess(source).isPresent()) {
            excess(source).ifPresent(what -> {
                throw new AssertionError(kind + ": " + what);
            });
        }
    }

    /** What one reading takes too much of. */
    private Optional<String> excess(Supplier<ByteSource> source) {
        long thread = Thread.currentThread().getId();
        long memory = THREADS.getThreadAllocatedBytes(thread);
        long time = THREADS.getCurrentThreadCpuTime();
        read(new ByteWindow(source.get()));
        time = THREADS.getCurrentThreadCpuTime() - time;
        memory = THREADS.getThreadAllocatedBytes(thread) - memory;
        if (memory > MEMORY) {
            return Optional.of(memory + " bytes allocated");
        }
        return time > NANOSECONDS ? Optional.of(time / 1_000_000 + " ms of processor time") : Optional.empty();
    }

    private void read(ByteWindow in) {
        try {
            reading.read(in);
        } catch (IOException e) {
            // A status of the answer.
        }
    }

    private static void readDetected(ByteWindow in) throws IOException {
        Detection detection = MimeDetector.detect(in);
        Optional<FormatReader> reader = Formats.reader(detection.mimeType());
        if (reader.isPresent()) {
            reader.get().read(in.seek(detection.start()), new Facts());
        }
    }
}
