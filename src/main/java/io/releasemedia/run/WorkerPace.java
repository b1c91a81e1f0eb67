package io.releasemedia.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Sees to it that the threads of a worker together ask an empty queue but twice a second. */
final class WorkerPace {

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private long restUntil = System.nanoTime();
    private volatile boolean over;

    /** Waits for the time to ask; false if there is nothing more to ask for. */
    boolean next() {
        lock.lock();
        try {
            long left;
            while (!over && (left = restUntil - System.nanoTime()) > 0) {
                left = ended.awaitNanos(left);
            }
            return !over;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** There was nothing: nobody asks for a while. */
    void rest() {
        lock.lock();
        try {
            restUntil = System.nanoTime() + REST_NANOS;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody asks any more. */
    void end() {
        lock.lock();
        try {
            over = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        return over;
    }
}
