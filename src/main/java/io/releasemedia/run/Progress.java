package io.releasemedia.run;

import io.releasemedia.enrich.WorkListener;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** How far a run is; written by the steps, read by whoever shows it. */
public final class Progress implements WorkListener {

    static final String ENRICH = "enrich";

    /**
     * One phase of a run.
     *
     * @param name {@code import}, {@code enrich} or {@code export}
     * @param total units of work; 0 if nobody knows
     * @param startNanos of {@link System#nanoTime}, which no clock that is set moves
     */
    public record Phase(String name, long total, long startNanos) {

        static Phase begun(String name) {
            return new Phase(name, 0, System.nanoTime());
        }
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.begun("start"));
    private final AtomicLong done = new AtomicLong();
    private volatile long left;

    /** Nothing is done yet. */
    synchronized void begin() {
        done.set(0);
        phase.set(Phase.begun("start"));
    }

    /** The run is in this phase now, if it was not already. */
    synchronized void enter(String name) {
        Phase now = phase();
        if (!now.name().equals(name)) {
            if (now.name().equals(ENRICH)) {
                left = Math.max(0, now.total() - done.get());
            }
            done.set(0);
            phase.set(Phase.begun(name));
        }
    }

    /** The phase has so much more to do. */
    synchronized void expect(long more) {
        phase.updateAndGet(now -> new Phase(now.name(), now.total() + more, now.startNanos()));
    }

    @Override
    public void looked(long records) {
        done.addAndGet(records);
    }

    /** The phase at work. */
    public Phase phase() {
        return Objects.requireNonNull(phase.get());
    }

    /** Records that the run was to look at and did not, once it has gone on. */
    public long left() {
        Phase now = phase();
        return now.name().equals(ENRICH) ? Math.max(0, now.total() - done.get()) : left;
    }

    /** Units of work of the phase that are done. */
    public long done() {
        return done.get();
    }
}
