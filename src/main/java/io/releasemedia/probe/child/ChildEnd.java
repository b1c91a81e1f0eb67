package io.releasemedia.probe.child;

import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.source.Cost;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Why a child ended.
 *
 * @param words for messages
 */
record ChildEnd(Kind kind, String words) {

    /** What it means for the file that was being probed. */
    enum Kind {
        /** It was killed because the file's time was over. */
        OVERDUE,
        /** It was killed because nobody wants the answer any more. */
        STOPPED,
        /** Somebody else killed it, such as the kernel when the machine's memory is out: the file need not be why. */
        KILLED,
        /** It ended by itself: crashed, out of memory, or halted. */
        CRASHED
    }

    /** The answer about the file at which a child was killed for this, or at which two children ended. */
    ProbeResult result() {
        return switch (kind) {
            case OVERDUE -> failed(ProbeStatus.TIMEOUT, words);
            case STOPPED -> failed(ProbeStatus.UNREADABLE, "interrupted");
            // Looked at again later: the machine may have more memory then.
            case KILLED -> failed(ProbeStatus.UNREADABLE, "the probing process was killed twice");
            case CRASHED -> failed(ProbeStatus.MALFORMED, "ended the probing process twice: " + words);
        };
    }

    static ChildEnd overdue(Duration timeLimit) {
        return new ChildEnd(Kind.OVERDUE, "not answered within " + timeLimit.toMillis() + " ms");
    }

    static ChildEnd stopped() {
        return new ChildEnd(Kind.STOPPED, "stopped");
    }

    private static ProbeResult failed(ProbeStatus status, String error) {
        return new ProbeResult(status, Map.of(), Map.of(), Optional.of(error), Cost.NONE);
    }
}
