package io.releasemedia.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What {@link HostTurns} knows about a host; guarded by its lock. Times are those of {@link System#nanoTime()}. */
final class TurnHost {

    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long WIDEST_SPACING = TimeUnit.SECONDS.toNanos(10);

    final Deque<Turn> waiting = new ArrayDeque<>();
    final String name;

    /** Whether it is among those that may start something. */
    boolean queued;

    /** Whether the clock will wake it. */
    boolean timed;

    private final TurnLimits limits;
    private final long usualSpacing;
    private long spacing;
    private long nextTurn;
    private long pauseEnds;
    private long closedUntil;
    private int running;
    private boolean answered;
    private int failures;
    private long lost;
    private int tooMany;
    private Turn.Refusal refusal = Turn.Refusal.NO_ANSWERS;

    TurnHost(String name, TurnLimits limits, double perSecond, long now) {
        this.name = name;
        this.limits = limits;
        this.usualSpacing = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        this.spacing = usualSpacing;
        this.nextTurn = now;
        this.pauseEnds = now;
        this.closedUntil = now;
    }

    boolean hasRoom() {
        return running < (answered && !isFailing() && spacing <= usualSpacing ? limits.perHost() : 1);
    }

    boolean isFailing() {
        return failures > 0;
    }

    boolean isIdle() {
        return running == 0 && waiting.isEmpty() && !timed && !queued;
    }

    /** When the next request may start. */
    long nextStart() {
        return nextTurn - pauseEnds > 0 ? nextTurn : pauseEnds;
    }

    /** For how many nanoseconds nothing will be asked of it; zero or less: it is open. */
    long closedFor(long now) {
        return closedUntil - now;
    }

    Turn.Refusal refusal() {
        return refusal;
    }

    void started(long now) {
        running++;
        nextTurn = now + spacing;
    }

    void ended(Turn.Reaction reaction, long took, long now) {
        running--;
        switch (reaction.kind()) {
            case ANSWERED -> {
                answered = true;
                failures = 0;
                lost = 0;
                tooMany = 0;
                spacing = Math.max(usualSpacing, spacing - spacing / 8);
            }
            case FAILED -> failed(took, now);
            case TOO_MANY -> pause(reaction.pause().toNanos(), now);
            case NONE -> {
                // Nothing was learnt.
            }
        }
    }

    private void failed(long took, long now) {
        failures++;
        lost += took;
        if (failures >= limits.failures() || lost >= limits.lost().toNanos()) {
            close(limits.closedFor().toNanos(), Turn.Refusal.NO_ANSWERS, now);
            // One more failure after that closes it again.
            failures = Math.min(failures, limits.failures() - 1);
        }
    }

    private void pause(long asked, long now) {
        answered = true;
        failures = 0;
        lost = 0;
        long wait = asked > 0 ? asked : FIRST_PAUSE << Math.min(tooMany, 16);
        tooMany++;
        spacing = Math.min(Math.max(spacing * 2, usualSpacing), Math.max(WIDEST_SPACING, usualSpacing));
        if (wait > limits.longestPause().toNanos()) {
            close(wait, Turn.Refusal.TOO_MANY, now);
        } else {
            long ends = now + wait + ThreadLocalRandom.current().nextLong(spacing + 1);
            pauseEnds = ends - pauseEnds > 0 ? ends : pauseEnds;
        }
    }

    private void close(long nanos, Turn.Refusal why, long now) {
        if (closedUntil - (now + nanos) < 0) {
            closedUntil = now + nanos;
            refusal = why;
        }
    }
}
