package io.releasemedia.link;

import java.util.concurrent.atomic.AtomicLong;

/** Counts requests that anybody reacted to, and requests that nobody did. */
final class NetworkTally {

    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    void answered() {
        answered.incrementAndGet();
    }

    void failed() {
        failed.incrementAndGet();
    }

    long answeredCount() {
        return answered.get();
    }

    long failedCount() {
        return failed.get();
    }
}
