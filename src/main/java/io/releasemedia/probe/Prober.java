package io.releasemedia.probe;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.library.LibraryEngine;
import io.releasemedia.source.ByteSource;
import io.releasemedia.source.ChangedMediaException;
import io.releasemedia.source.Cost;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The one door to the facts of a media file. May be used by many threads at once; a file is probed by the thread that
 * asks, unless it is remote.
 *
 * <p><b>Time limit.</b> What may not come back runs on a thread of its own, which is interrupted and abandoned when the
 * time is over: every remote source, and every library. For a local file and a reader of this project, whose loops are
 * all bounded, the calling thread does the work itself and is interrupted when the time is over, which ends any read.
 * What Java cannot stop: a library that ignores the interrupt goes on in its abandoned daemon thread until the process
 * ends, and a disk that does not answer holds the calling thread.
 */
public final class Prober implements AutoCloseable {

    /** Opens the source; called once for each attempt. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens it; the prober closes it.
         *
         * @throws IOException it cannot be opened
         */
        ByteSource open() throws IOException;
    }

    private static final int ATTEMPTS = 2;

    private final Duration timeLimit;
    private final Watchdog watchdog;
    private final Workers workers = new Workers();

    /** A prober that gives each file at most this time. */
    public Prober(Duration timeLimit) {
        this.timeLimit = timeLimit;
        this.watchdog = new Watchdog(timeLimit);
    }

    /** Probes one file. Whatever is wrong with it is a status of the answer, never an exception. */
    public ProbeResult probe(Opener opener, Expectation expectation) {
        Optional<ProbeResult> result = Optional.empty();
        for (int attempt = 1; attempt <= ATTEMPTS && result.isEmpty(); attempt++) {
            result = attempt(opener, expectation);
        }
        return result.orElseGet(() -> failed(new Failure(ProbeStatus.UNREADABLE, "changes while it is read")));
    }

    /** Probes one file and shows what each engine says about it. Slower than {@link #probe}. */
    public Explanation explain(Opener opener, Expectation expectation) {
        return new Explainer(this::onWorker).explain(opener, probe(opener, expectation));
    }

    @Override
    public void close() {
        watchdog.close();
        workers.close();
    }

    /** Empty if the file changed under the probe. */
    private Optional<ProbeResult> attempt(Opener opener, Expectation expectation) {
        Watchdog.Watch watch = watchdog.start();
        boolean watched = true;
        try {
            ByteSource source = opener.open();
            if (!source.isRemote()) {
                try (source) {
                    return timed(watch, new Probe(source, expectation, this::onWorker).run());
                }
            }
            watchdog.end(watch);
            watched = false;
            return Optional.of(remote(source, expectation));
        } catch (ChangedMediaException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException | Error e) {
            return timed(watch, failed(Failure.of(e, "source", "")));
        } finally {
            if (watched) {
                watchdog.end(watch);
            }
        }
    }

    /** The answer; {@link ProbeStatus#TIMEOUT} where it is only the trace of the watchdog's interrupt. */
    private Optional<ProbeResult> timed(Watchdog.Watch watch, ProbeResult result) {
        if (watch.hasExpired() && result.status() == ProbeStatus.UNREADABLE) {
            return Optional.of(new ProbeResult(
                    ProbeStatus.TIMEOUT, result.metadata(), result.engine(), Optional.of(overdue()), result.cost()));
        }
        return Optional.of(result);
    }

    private ProbeResult remote(ByteSource source, Expectation expectation) throws ChangedMediaException {
        Callable<ProbeResult> work = () -> {
            try (source) {
                return new Probe(source, expectation, LibraryEngine::read).run();
            }
        };
        try {
            return workers.call(work, timeLimit);
        } catch (TimeoutException e) {
            return failed(new Failure(ProbeStatus.TIMEOUT, overdue()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(new Failure(ProbeStatus.UNREADABLE, "interrupted"));
        } catch (RejectedExecutionException e) {
            return failed(new Failure(ProbeStatus.UNREADABLE, "too many probes did not come back"));
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof ChangedMediaException changed) {
                throw changed;
            }
            return failed(Failure.of(cause, "source", source.name()));
        }
    }

    /** Lets a library read on a worker; what it throws is thrown here. */
    private void onWorker(LibraryEngine engine, ByteSource source, String mimeType, Facts facts)
            throws IOException, TimeoutException {
        // Its own facts, so that a library that comes back too late changes nothing.
        Facts found = new Facts();
        try {
            workers.call(
                    () -> {
                        engine.read(source, mimeType, found);
                        return found;
                    },
                    timeLimit);
            found.values().forEach(facts::put);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (RejectedExecutionException e) {
            throw new IOException("too many probes did not come back", e);
        } catch (ExecutionException e) {
            found.values().forEach(facts::put);
            rethrow(Objects.requireNonNull(e.getCause()));
        }
    }

    private static void rethrow(Throwable thrown) throws IOException {
        if (thrown instanceof IOException io) {
            throw io;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
    }

    private String overdue() {
        return "not answered within " + timeLimit.toMillis() + " ms";
    }

    private static ProbeResult failed(Failure failure) {
        return new ProbeResult(failure.status(), Map.of(), Map.of(), Optional.of(failure.sentence()), Cost.NONE);
    }
}
