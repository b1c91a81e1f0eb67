package io.releasemedia.source;

import java.io.IOException;

/** A source's {@link Budget} is spent; the message names the source, the limit and what was spent. */
public final class BudgetExceededException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean time;

    private BudgetExceededException(String message, boolean time) {
        super(message);
        this.time = time;
    }

    static BudgetExceededException time(String name, Budget budget) {
        return new BudgetExceededException(
                name + ": not answered within " + budget.time().toMillis() + " ms", true);
    }

    static BudgetExceededException bytes(String name, Budget budget) {
        return new BudgetExceededException(name + ": needs more than the allowed " + budget.bytes() + " bytes", false);
    }

    static BudgetExceededException requests(String name, Budget budget) {
        return new BudgetExceededException(
                name + ": needs more than the allowed " + budget.requests() + " requests", false);
    }

    /** Whether it was the time that ran out, not bytes or requests. */
    public boolean isTime() {
        return time;
    }
}
