package io.releasemedia.cli;

import java.util.Objects;

/** Ends a command with a message on standard error and an exit code. */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    static CommandException wrongUsage(String message) {
        return new CommandException(ExitCode.WRONG_USAGE, message);
    }

    static CommandException couldNotRun(String message) {
        return new CommandException(ExitCode.COULD_NOT_RUN, message);
    }

    int exitCode() {
        return exitCode;
    }
}
