package io.releasemedia.cli;

import io.releasemedia.run.Progress;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows progress on standard error: one live line a phase on a terminal, a plain line now and then elsewhere.
 */
final class ProgressDisplay implements AutoCloseable {

    private static final long LIVE_MILLIS = 200;
    private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int BAR = 24;

    private final Console console;
    private final Progress progress;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Progress.Phase shown;
    private long shownDone;

    private ProgressDisplay(Console console, Progress progress) {
        this.console = console;
        this.progress = progress;
        this.shown = progress.phase();
        this.thread = new Thread(this::display, "progress");
        this.thread.setDaemon(true);
    }

    static ProgressDisplay show(Console console, Progress progress) {
        ProgressDisplay display = new ProgressDisplay(console, progress);
        display.thread.start();
        return display;
    }

    private void display() {
        try {
            long plainNanos = System.nanoTime();
            while (!closed.await(LIVE_MILLIS, TimeUnit.MILLISECONDS)) {
                endPhase();
                if (console.isTerminal()) {
                    live();
                } else if (System.nanoTime() - plainNanos >= PLAIN_NANOS
                        && !shown.name().equals("start")) {
                    plainNanos = System.nanoTime();
                    console.err().println(text(progress.phase(), progress.done()));
                }
                shownDone = progress.done();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endPhase();
        if (console.isTerminal() && !shown.name().equals("start")) {
            live();
            console.err().println();
        }
    }

    /** Leaves the line of a phase that is over, as it was last seen. */
    private void endPhase() {
        Progress.Phase now = progress.phase();
        if (now.name().equals(shown.name())) {
            shown = now;
            return;
        }
        if (console.isTerminal() && !shown.name().equals("start")) {
            long done = Math.max(shown.total(), shownDone);
            console.err().print("\r\u001b[K" + text(shown, done) + System.lineSeparator());
        }
        shown = now;
        if (!console.isTerminal()) {
            console.err().println(now.name() + (now.total() > 0 ? ": " + count(now.total()) + " records" : ""));
        }
    }

    private void live() {
        if (!shown.name().equals("start")) {
            console.err().print("\r\u001b[K" + text(shown, progress.done()));
            console.err().flush();
        }
    }

    private static String text(Progress.Phase phase, long done) {
        double seconds = Math.max(0.001, (System.nanoTime() - phase.startNanos()) / 1e9);
        double rate = done / seconds;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-7s", phase.name()));
        if (phase.total() > 0) {
            int filled = (int) Math.min(BAR, BAR * done / phase.total());
            line.append('[')
                    .append("#".repeat(filled))
                    .append(".".repeat(BAR - filled))
                    .append("] ");
            line.append(count(done)).append('/').append(count(phase.total()));
        } else {
            line.append(count(done));
        }
        line.append(String.format(Locale.ROOT, ", %,.0f/s", rate));
        if (phase.total() > done && rate > 0) {
            long left = Math.round((phase.total() - done) / rate);
            line.append(String.format(Locale.ROOT, ", %d:%02d left", left / 60, left % 60));
        }
        return line.toString();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
