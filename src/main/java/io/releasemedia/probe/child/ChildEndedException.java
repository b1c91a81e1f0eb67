package io.releasemedia.probe.child;

/** A child ended before it had answered. */
final class ChildEndedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ChildEnd end;

    ChildEndedException(ChildEnd end, Throwable cause) {
        super(end.words(), cause);
        this.end = end;
    }

    ChildEnd end() {
        return end;
    }
}
