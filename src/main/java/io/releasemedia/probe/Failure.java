package io.releasemedia.probe;

import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.source.BlockedSourceException;
import io.releasemedia.source.BudgetExceededException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * What an exception means for the file.
 *
 * @param status the status it becomes
 * @param sentence for people; without the file's name, which answers show anyway
 */
record Failure(ProbeStatus status, String sentence) {

    private static final int LONGEST_SENTENCE = 300;

    /**
     * Judges an exception.
     *
     * @param engine the engine that was at work, for messages
     * @param name what messages call the source
     */
    static Failure of(Throwable thrown, String engine, String name) {
        return thrown instanceof IOException io
                ? ofInput(io, name)
                : new Failure(
                        ProbeStatus.MALFORMED,
                        "the " + engine + " reader gave up: "
                                + thrown.getClass().getSimpleName());
    }

    private static Failure ofInput(IOException thrown, String name) {
        if (thrown instanceof MalformedMediaException) {
            return new Failure(ProbeStatus.MALFORMED, sentence(thrown, name));
        }
        if (thrown instanceof EOFException) {
            return new Failure(ProbeStatus.MALFORMED, "ends too early: " + sentence(thrown, name));
        }
        if (thrown instanceof BudgetExceededException budget) {
            return new Failure(budget.isTime() ? ProbeStatus.TIMEOUT : ProbeStatus.UNREADABLE, sentence(budget, name));
        }
        if (thrown instanceof BlockedSourceException) {
            return new Failure(ProbeStatus.BLOCKED, sentence(thrown, name));
        }
        return new Failure(ProbeStatus.UNREADABLE, ofFileSystem(thrown, name));
    }

    private static String ofFileSystem(IOException thrown, String name) {
        if (thrown instanceof NoSuchFileException) {
            return "no such file";
        }
        if (thrown instanceof AccessDeniedException) {
            return "access denied";
        }
        if (thrown instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        if (thrown instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return sentence(thrown, name);
    }

    private static String sentence(IOException thrown, String name) {
        String message = thrown.getMessage();
        if (message == null || message.isBlank()) {
            return thrown.getClass().getSimpleName();
        }
        String text = message.startsWith(name + ": ") ? message.substring(name.length() + 2) : message;
        return text.length() <= LONGEST_SENTENCE ? text : text.substring(0, LONGEST_SENTENCE) + "…";
    }
}
