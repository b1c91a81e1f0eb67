package io.releasemedia.probe.child;

import io.releasemedia.probe.ProbeResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Probes in child JVMs, each for one thread at a time, started when they are first needed and kept for the next.
 *
 * <p>A file that is not answered in time costs its child, and is {@code timeout}. A file at which a child ends by
 * itself (memory, stack, a crash of the JVM) is tried once more in a fresh one, because another file may have left the
 * trouble behind; if that ends as well, the file is {@code malformed}. The other files of the same call go on in the
 * next child.
 */
public final class ChildProbes implements MediaProbe {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int START_ATTEMPTS = 3;
    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(100);

    private final ProbeSettings settings;
    private final ChildProgram program;
    private final Semaphore turns;
    private final Deque<Child> idle = new ConcurrentLinkedDeque<>();
    private final Set<Child> alive = ConcurrentHashMap.newKeySet();
    private final Path folder;
    private volatile boolean closed;

    /**
     * Starts no child yet.
     *
     * @param children the most at once; more threads than that wait
     * @param heapMegabytes heap of each, at most
     * @throws ChildStartException the folder for temporary files cannot be made
     */
    public ChildProbes(ProbeSettings settings, int children, int heapMegabytes) {
        this(settings, children, ChildProgram.ofThisProcess(heapMegabytes));
    }

    ChildProbes(ProbeSettings settings, int children, ChildProgram program) {
        this.settings = settings;
        this.program = program;
        this.turns = new Semaphore(children, true);
        try {
            this.folder = Files.createTempDirectory("release-media-probe-");
        } catch (IOException e) {
            throw new ChildStartException("no folder for the temporary files of probing processes: " + e, e);
        }
        Thread thread = new Thread(this::watch, "child-watch");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public List<ProbeResult> probe(List<ProbeRequest> requests) {
        List<ProbeResult> results = new ArrayList<>(requests.size());
        try {
            turns.acquire();
            try {
                probe(requests, results);
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CancellationException e) {
            // Nobody waits for the rest.
        }
        while (results.size() < requests.size()) {
            results.add(ChildEnd.stopped().result());
        }
        return results;
    }

    private void probe(List<ProbeRequest> requests, List<ProbeResult> results) throws InterruptedException {
        int accused = -1;
        while (results.size() < requests.size() && !closed) {
            boolean again = accused == results.size();
            Optional<ChildEnd> end = answers(again ? start() : warm(), requests, results);
            if (end.isEmpty()) {
                continue;
            }
            switch (end.get().kind()) {
                case STOPPED -> {
                    return;
                }
                case OVERDUE -> results.add(end.get().result());
                case KILLED, CRASHED -> {
                    if (accused == results.size()) {
                        results.add(end.get().result());
                    } else {
                        accused = results.size();
                    }
                }
            }
        }
    }

    /** Adds the results that this child gives; the end that it came to, if it did. */
    private Optional<ChildEnd> answers(Child child, List<ProbeRequest> requests, List<ProbeResult> results) {
        boolean reusable = false;
        try {
            reusable = child.answer(requests, results, settings.timeLimit());
            return Optional.empty();
        } catch (ChildEndedException e) {
            return Optional.of(e.end());
        } finally {
            if (reusable) {
                idle.push(child);
            } else {
                dismiss(child);
            }
        }
    }

    private Child warm() throws InterruptedException {
        for (Child child = idle.poll(); child != null; child = idle.poll()) {
            if (child.isAlive()) {
                return child;
            }
            dismiss(child);
        }
        return start();
    }

    private Child start() throws InterruptedException {
        IOException trouble = new IOException();
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            try {
                return startOnce();
            } catch (IOException e) {
                trouble = e;
                // The machine's memory or its process table may be full for a moment.
                TimeUnit.SECONDS.sleep(1);
            }
        }
        throw new ChildStartException("a probing process does not start: " + trouble.getMessage(), trouble);
    }

    /** Throws {@link CancellationException} where the child is not wanted any more. */
    private Child startOnce() throws IOException, InterruptedException {
        Child child = new Child(program.start(folder));
        alive.add(child);
        boolean ready = false;
        try {
            if (closed) {
                throw new CancellationException();
            }
            child.greet(
                    new Messages.Hello(ProcessHandle.current().pid(), ChildProgram.properties(), settings),
                    START_LIMIT);
            ready = true;
            return child;
        } catch (ChildEndedException e) {
            if (e.end().kind() == ChildEnd.Kind.STOPPED) {
                throw new CancellationException();
            }
            throw new IOException(e.end().words() + ", " + child.lastWords(), e);
        } finally {
            if (!ready) {
                dismiss(child);
            }
        }
    }

    private void dismiss(Child child) {
        child.kill(ChildEnd.stopped());
        alive.remove(child);
    }

    private void watch() {
        while (!closed) {
            alive.forEach(Child::check);
            LockSupport.parkNanos(this, NAP);
        }
    }

    /** Ends all children; files that are being probed are unreadable. */
    @Override
    public void close() {
        closed = true;
        List<Child> last = List.copyOf(alive);
        last.forEach(this::dismiss);
        try {
            for (Child child : last) {
                child.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deleteFolder();
    }

    /** Where children put their temporary files, until {@link #close}. */
    Path folder() {
        return folder;
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // What is left is temporary by its place.
        }
    }
}
