package io.releasemedia.cli;

/** The exit codes of every command. Interrupted runs end with 130 or 143, which the JVM sets itself. */
final class ExitCode {

    /** Done. */
    static final int DONE = 0;
    /** Done, some records failed and were listed. */
    static final int SOME_FAILED = 1;
    /** Wrong usage, job file or input; nothing was touched. */
    static final int WRONG_USAGE = 2;
    /** Could not run: database, disk, lock. */
    static final int COULD_NOT_RUN = 3;

    private ExitCode() {}
}
