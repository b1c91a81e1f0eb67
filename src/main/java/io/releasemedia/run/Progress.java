package io.releasemedia.run;

import io.releasemedia.enrich.WorkListener;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** How far a run is; written by the steps, read by whoever shows it. */
public final class Progress implements WorkListener {

    /**
     * One phase of a run.
     *
     * @param name {@code import}, {@code enrich} or {@code export}
     * @param total units of work; 0 if nobody knows
     */
    public record Phase(String name, long total, Instant started) {}

    private final AtomicReference<Phase> phase = new AtomicReference<>(new Phase("start", 0, Instant.now()));
    private final AtomicLong done = new AtomicLong();

    /** The run is in this phase now, if it was not already. */
    synchronized void enter(String name) {
        if (!phase().name().equals(name)) {
            done.set(0);
            phase.set(new Phase(name, 0, Instant.now()));
        }
    }

    /** The phase has so much more to do. */
    synchronized void expect(long more) {
        phase.updateAndGet(now -> new Phase(now.name(), now.total() + more, now.started()));
    }

    @Override
    public void looked(long records) {
        done.addAndGet(records);
    }

    /** The phase at work. */
    public Phase phase() {
        return Objects.requireNonNull(phase.get());
    }

    /** Units of work of the phase that are done. */
    public long done() {
        return done.get();
    }
}
