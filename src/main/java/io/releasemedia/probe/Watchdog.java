package io.releasemedia.probe;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Interrupts threads whose work takes longer than it may. Starting and ending a watch costs a fraction of a
 * microsecond, so that it can be done for each file; the limit is kept to within a quarter of it.
 */
final class Watchdog implements AutoCloseable {

    private static final long LONGEST_NAP = TimeUnit.MILLISECONDS.toNanos(250);

    private enum State {
        RUNNING,
        ENDED,
        EXPIRED,
        INTERRUPTED
    }

    private static final int NAPS_BEFORE_SLEEP = 10;

    /** The watch over one piece of work of one thread. */
    static final class Watch {
        private final Thread thread = Thread.currentThread();
        private final long deadline;
        private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

        private Watch(long deadline) {
            this.deadline = deadline;
        }

        private void expire() {
            if (state.compareAndSet(State.RUNNING, State.EXPIRED)) {
                thread.interrupt();
                state.set(State.INTERRUPTED);
            }
        }

        /** Whether the time was over before the work ended. */
        boolean hasExpired() {
            return state.get() == State.EXPIRED || state.get() == State.INTERRUPTED;
        }
    }

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final long limit;
    private final long nap;
    private final Thread thread;
    private int quietNaps;
    private volatile boolean idle;
    private volatile boolean closed;

    Watchdog(Duration limit) {
        this.limit = limit.toNanos();
        this.nap = Math.max(TimeUnit.MILLISECONDS.toNanos(1), Math.min(LONGEST_NAP, this.limit / 4));
        this.thread = new Thread(this::patrol, "probe-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    /** Watches what the calling thread does from now until {@link #end}. */
    Watch start() {
        Watch watch = new Watch(System.nanoTime() + limit);
        watches.add(watch);
        if (idle) {
            LockSupport.unpark(thread);
        }
        return watch;
    }

    /** Ends a watch of the calling thread and clears the interrupt that came from it. */
    void end(Watch watch) {
        watches.remove(watch);
        if (watch.state.compareAndSet(State.RUNNING, State.ENDED)) {
            return;
        }
        while (watch.state.get() == State.EXPIRED) {
            Thread.onSpinWait();
        }
        // An interrupt meant for the thread itself at the same moment is lost with it; its file counts as timed out.
        Thread.interrupted();
    }

    private void patrol() {
        while (!closed) {
            long now = System.nanoTime();
            for (Watch watch : watches) {
                if (watch.deadline - now <= 0) {
                    watch.expire();
                }
            }
            rest();
        }
    }

    private void rest() {
        // Between two files there is nothing to watch for a moment; to be woken for each file would cost more than the
        // file.
        quietNaps = watches.isEmpty() ? quietNaps + 1 : 0;
        if (quietNaps < NAPS_BEFORE_SLEEP) {
            LockSupport.parkNanos(this, nap);
            return;
        }
        quietNaps = 0;
        idle = true;
        if (watches.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        idle = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
