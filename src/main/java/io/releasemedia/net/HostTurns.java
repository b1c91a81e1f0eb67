package io.releasemedia.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives requests their turn: so many at once in all, so many at once to one host, and these spread out in time. What
 * waits for its host holds neither a thread nor one of the places in flight, so a slow host costs only itself.
 *
 * <p>A host starts with one request at a time until it has answered. One that answers "too many" is left alone as a
 * whole for the time it asks for, and is asked more slowly afterwards. One that keeps failing gets one request at a
 * time out of a small share of the places, and after some failures in a row, or much time lost, none at all for a
 * while.
 *
 * <p>Thread-safe. Turns run in daemon threads.
 */
public final class HostTurns implements AutoCloseable {

    /** Hosts that nothing waits for are forgotten beyond so many. */
    private static final int REMEMBERED_HOSTS = 20_000;

    /** The share of places that hosts without an answer may take while others wait. */
    private static final int FAILING_SHARE = 8;

    /** The same while nobody else waits, who may come any time. */
    private static final int IDLE_SHARE = 2;

    private final TurnLimits limits;
    private final Map<String, TurnHost> hosts = new HashMap<>();
    private final Deque<TurnHost> ready = new ArrayDeque<>();
    private final Deque<TurnHost> failing = new ArrayDeque<>();
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor timer;
    private int running;
    private int runningFailing;
    private boolean closed;

    /** Nothing runs yet. */
    public HostTurns(TurnLimits limits) {
        this.limits = limits;
        this.workers = new ThreadPoolExecutor(
                limits.inFlight(), limits.inFlight(), 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        workers.setThreadFactory(task -> WebClient.daemon(task, "link"));
        workers.allowCoreThreadTimeOut(true);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> WebClient.daemon(task, "link-hosts"));
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Lets a turn wait for its host.
     *
     * @param host what the limits are for
     * @param perSecond how many turns of this host may start in a second
     * @param delay before it begins to wait
     */
    public void add(String host, double perSecond, Turn turn, Duration delay) {
        if (delay.compareTo(Duration.ZERO) > 0) {
            if (!later(() -> add(host, perSecond, turn, Duration.ZERO), delay.toNanos())) {
                turn.refuse(Turn.Refusal.STOPPED, Duration.ZERO);
            }
            return;
        }
        Turn.Refusal refusal;
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            TurnHost queue = hosts.computeIfAbsent(host, name -> new TurnHost(name, limits, perSecond, now));
            wait = queue.closedFor(now);
            refusal = closed ? Turn.Refusal.STOPPED : queue.refusal();
            if (!closed && wait <= 0) {
                queue.waiting.add(turn);
                place(queue, now);
                dispatch();
                return;
            }
        }
        turn.refuse(refusal, Duration.ofNanos(Math.max(0, wait)));
    }

    /** Puts a host where it belongs now: among those that may start something, or on the clock. */
    private void place(TurnHost host, long now) {
        if (host.queued || host.waiting.isEmpty() || !host.hasRoom()) {
            return;
        }
        long wait = host.nextStart() - now;
        if (wait <= 0) {
            host.queued = true;
            (host.isFailing() ? failing : ready).add(host);
        } else if (!host.timed) {
            host.timed = later(() -> wake(host), wait);
        }
    }

    private synchronized void wake(TurnHost host) {
        host.timed = false;
        place(host, System.nanoTime());
        dispatch();
    }

    private void dispatch() {
        while (running < limits.inFlight() && !closed) {
            int places = Math.max(1, limits.inFlight() / (ready.isEmpty() ? IDLE_SHARE : FAILING_SHARE));
            TurnHost host = runningFailing < places ? failing.poll() : null;
            if (host == null) {
                host = ready.poll();
            }
            if (host == null) {
                return;
            }
            host.queued = false;
            long now = System.nanoTime();
            boolean inTime = host.nextStart() <= now;
            if (host.hasRoom() && inTime && !host.waiting.isEmpty()) {
                start(host, now);
            }
            place(host, now);
        }
    }

    private void start(TurnHost host, long now) {
        Turn turn = host.waiting.remove();
        boolean counted = host.isFailing();
        host.started(now);
        running++;
        runningFailing += counted ? 1 : 0;
        workers.execute(() -> run(host, turn, counted));
    }

    private void run(TurnHost host, Turn turn, boolean counted) {
        Turn.Reaction reaction = Turn.Reaction.NONE;
        long start = System.nanoTime();
        try {
            reaction = turn.take();
        } finally {
            // Whatever happened in its turn, somebody waits for how it goes on.
            ended(host, reaction, start, counted);
            turn.proceed();
        }
    }

    private void ended(TurnHost host, Turn.Reaction reaction, long start, boolean counted) {
        List<Turn> refused = new ArrayList<>();
        Turn.Refusal refusal;
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            running--;
            runningFailing -= counted ? 1 : 0;
            host.ended(reaction, now - start, now);
            wait = host.closedFor(now);
            refusal = host.refusal();
            if (wait > 0) {
                refused.addAll(host.waiting);
                host.waiting.clear();
            }
            place(host, now);
            forget(now);
            dispatch();
        }
        for (Turn turn : refused) {
            turn.refuse(refusal, Duration.ofNanos(wait));
        }
    }

    private void forget(long now) {
        if (hosts.size() > REMEMBERED_HOSTS) {
            hosts.values().removeIf(host -> host.isIdle() && host.nextStart() <= now && host.closedFor(now) <= 0);
        }
    }

    private boolean later(Runnable task, long nanos) {
        try {
            var unused = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Ends at once: what waits is refused, what runs is interrupted. */
    @Override
    public void close() {
        List<Turn> refused = new ArrayList<>();
        synchronized (this) {
            closed = true;
            hosts.values().forEach(host -> refused.addAll(host.waiting));
            hosts.values().forEach(host -> host.waiting.clear());
        }
        timer.shutdownNow();
        workers.shutdownNow();
        for (Turn turn : refused) {
            turn.refuse(Turn.Refusal.STOPPED, Duration.ZERO);
        }
    }
}
