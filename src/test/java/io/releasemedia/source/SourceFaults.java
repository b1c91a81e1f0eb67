package io.releasemedia.source;

import java.io.IOException;

/** The exceptions of sources, for tests of what others make of them. */
public final class SourceFaults {

    private SourceFaults() {}

    public static IOException changed() {
        return new ChangedMediaException("test");
    }

    public static IOException blocked() {
        return new BlockedSourceException("test: refused: 127.0.0.1 is a loopback address");
    }

    public static IOException outOfTime() {
        return BudgetExceededException.time("test", Budget.LOCAL);
    }

    public static IOException outOfBytes() {
        return BudgetExceededException.bytes("test", Budget.REMOTE);
    }
}
