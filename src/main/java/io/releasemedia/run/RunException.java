package io.releasemedia.run;

import java.util.Objects;

/** A run could not go on; it is resumed by starting it again. */
public final class RunException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean badInput;

    RunException(String message, boolean badInput, Throwable cause) {
        super(message, cause);
        this.badInput = badInput;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** Whether it is the input that has to be mended, and nothing was touched. */
    public boolean isBadInput() {
        return badInput;
    }
}
