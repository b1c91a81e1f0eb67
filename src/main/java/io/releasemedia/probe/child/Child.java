package io.releasemedia.probe.child;

import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One child process. Used by one thread at a time; {@link #check} and {@link #kill} come from another.
 *
 * <p>Reading from a process can neither be interrupted nor be given a time limit, so it is another thread that looks
 * whether an answer is overdue, and kills the process, which ends the reading.
 */
final class Child {

    /** What requests may be on their way at once: far less than a pipe holds, so that neither side waits to write. */
    private static final int BYTES_AHEAD = 16 << 10;

    private static final int BUFFER = 16 << 10;
    private static final int KILL_SIGNAL_EXIT_CODE = 128 + 9;
    private static final long DYING_SECONDS = 5;

    /** What a child has on top of the time limit, which it keeps itself where it can: to load its classes, say. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;
    private final LastWords lastWords;

    private @Nullable Thread user;
    private long deadline;
    private ChildEnd whenOverdue = ChildEnd.stopped();
    private boolean suspected;
    private @Nullable ChildEnd killedFor;

    Child(Process process) {
        this.process = process;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
        this.lastWords = LastWords.of(process.getErrorStream());
    }

    /**
     * Tells it what it has to know and waits until it is ready.
     *
     * @throws ChildEndedException it did not get ready
     */
    void greet(Messages.Hello hello, Duration limit) throws ChildEndedException {
        try {
            begin(limit, ChildEnd.overdue(limit));
            Messages.write(hello, requests);
            requests.flush();
            if (answers.readInt() != Messages.READY) {
                throw Wire.garbled();
            }
        } catch (IOException e) {
            throw ended(e);
        } finally {
            end();
        }
    }

    /**
     * Asks for the requests that have no result yet, several ahead, and adds the results as they come.
     *
     * @param timeLimit for each answer
     * @return whether it can be used further, and has answered all; not so after a file that timed out, because a
     *     thread may be left behind that still works on it
     * @throws ChildEndedException it ended at the first request that has no result now
     */
    boolean answer(List<ProbeRequest> asked, List<ProbeResult> results, Duration timeLimit) throws ChildEndedException {
        ChildEnd late = ChildEnd.overdue(timeLimit);
        Duration limit = timeLimit.plus(SLACK);
        try {
            begin(limit, late);
            int sent = results.size();
            int ahead = 0;
            while (results.size() < asked.size()) {
                // Refilled by halves, so that not each request is a system call.
                if (ahead <= BYTES_AHEAD / 2) {
                    while (sent < asked.size() && (ahead == 0 || ahead + size(asked.get(sent)) <= BYTES_AHEAD)) {
                        Messages.write(asked.get(sent), requests);
                        ahead += size(asked.get(sent++));
                    }
                    requests.flush();
                }
                ahead -= size(asked.get(results.size()));
                ProbeResult result = Messages.readResult(answers);
                results.add(result);
                if (result.status() == ProbeStatus.TIMEOUT || !begin(limit, late)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw ended(e);
        } finally {
            end();
        }
    }

    /** About the bytes of a request. */
    private static int size(ProbeRequest request) {
        return 64 + 3 * request.url().length();
    }

    /** Whether it was not killed: for an answer that came at the last moment nobody after it is to blame. */
    private synchronized boolean begin(Duration limit, ChildEnd late) {
        user = Thread.currentThread();
        deadline = System.nanoTime() + limit.toNanos();
        whenOverdue = late;
        suspected = false;
        return killedFor == null;
    }

    private synchronized void end() {
        user = null;
    }

    /** Kills it if it is overdue, or if its user was interrupted. */
    synchronized void check() {
        Thread waiting = user;
        if (waiting == null) {
            return;
        }
        if (waiting.isInterrupted()) {
            kill(ChildEnd.stopped());
        } else if (System.nanoTime() - deadline > 0) {
            // Only at the second look: after a pause of this whole process the answer may lie there unread.
            if (suspected) {
                kill(whenOverdue);
            }
            suspected = true;
        }
    }

    synchronized void kill(ChildEnd reason) {
        if (killedFor == null && process.isAlive()) {
            killedFor = reason;
        }
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until a process that was killed is gone. */
    void awaitEnd() throws InterruptedException {
        process.waitFor(DYING_SECONDS, TimeUnit.SECONDS);
    }

    private ChildEndedException ended(IOException trace) {
        try {
            // Usually it is gone already, and its exit code is its own.
            if (!process.waitFor(DYING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new ChildEndedException(new ChildEnd(ChildEnd.Kind.CRASHED, trace.toString()), trace);
            }
            ChildEnd reason = killedFor();
            return new ChildEndedException(reason == null ? ownEnd() : reason, trace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return new ChildEndedException(ChildEnd.stopped(), trace);
        }
    }

    private synchronized @Nullable ChildEnd killedFor() {
        return killedFor;
    }

    private ChildEnd ownEnd() throws InterruptedException {
        int code = process.exitValue();
        return code == KILL_SIGNAL_EXIT_CODE
                ? new ChildEnd(ChildEnd.Kind.KILLED, "killed")
                : new ChildEnd(ChildEnd.Kind.CRASHED, lastWords.cause().orElse("exit code " + code));
    }

    /** What it printed last, for messages about a start that failed. */
    String lastWords() throws InterruptedException {
        return lastWords.last();
    }
}
