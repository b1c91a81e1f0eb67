package io.releasemedia.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in order when the process is told to end (SIGTERM, SIGINT): a shutdown hook asks the work to stop
 * and waits until the command has closed what it opened, for as long as the grace time lasts; then it closes it itself.
 */
final class Interruption implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long CLOSING_SECONDS = 60;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interruption");
    private volatile Runnable stop = () -> {};
    private volatile Duration grace = GRACE;
    private volatile Runnable forcedEnd = () -> {};
    private volatile boolean underWay;

    private Interruption() {}

    /** From now to {@link #close}, the process ends in order. */
    static Interruption handled() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** How the work is asked to stop. */
    void stopBy(Runnable action) {
        stopBy(action, GRACE);
    }

    /** How the work is asked to stop, and how long it may take for that. */
    void stopBy(Runnable action, Duration time) {
        stop = action;
        grace = time;
    }

    /** What ends the work that did not stop in time. */
    void endBy(Runnable action) {
        forcedEnd = action;
    }

    /** Ends the work without waiting: for work that is done whole or not at all. */
    void endNow() {
        forcedEnd.run();
    }

    /** Whether the process is ending, so that failures are no news. */
    boolean isUnderWay() {
        return underWay;
    }

    private void interrupt() {
        underWay = true;
        try {
            stop.run();
            if (!ended.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                forcedEnd.run();
                ended.await(CLOSING_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook is what ends it.
        }
    }
}
