package io.releasemedia.run;

import io.releasemedia.enrich.Finish;
import java.time.Duration;
import java.util.Optional;

/**
 * When a run's work ends before it is done: somebody asks it to stop, and the rest is taken up later; or its time is over,
 * and the rest is due in the next run.
 */
public final class WorkEnd implements Finish {

    private volatile boolean stopping;
    private volatile boolean timeOver;
    private volatile long startNanos = System.nanoTime();
    private volatile long budgetNanos = Long.MAX_VALUE;

    /** From now on, so much time is left; absent: any. */
    void allow(Optional<Duration> budget) {
        startNanos = System.nanoTime();
        budgetNanos = budget.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** The steps end as soon as they can. */
    void stop() {
        stopping = true;
    }

    /** Takes back a request to stop. */
    void resume() {
        stopping = false;
    }

    /** The time is over: somebody else keeps it. */
    void timeIsOver() {
        timeOver = true;
    }

    /** Time that is left; absent: any. */
    Optional<Duration> left() {
        return budgetNanos == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, budgetNanos - (System.nanoTime() - startNanos))));
    }

    boolean isStopping() {
        return stopping;
    }

    /** Whether work was ended because the time was over. */
    boolean isTimeOver() {
        return timeOver;
    }

    @Override
    public boolean reached() {
        if (!timeOver && System.nanoTime() - startNanos >= budgetNanos) {
            timeOver = true;
        }
        return stopping || timeOver;
    }
}
