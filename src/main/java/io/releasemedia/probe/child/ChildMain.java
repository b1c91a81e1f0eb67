package io.releasemedia.probe.child;

import io.releasemedia.probe.ProbeResult;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A child process: probes what it is asked for on standard input, and answers on standard output. Ends with its parent,
 * whatever it is doing, and only with it: interrupt and termination signals, which a terminal or a service manager
 * sends to parent and children alike, are left to the parent.
 */
public final class ChildMain {

    /** Begins the line on standard error that says why the process ends by itself. */
    static final String FATAL = "fatal: ";

    private static final long LOOK_AT_PARENT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private ChildMain() {}

    /** Called in the child process by {@link ChildProbes} only. */
    public static void main(String[] arguments) {
        InputStream in = System.in;
        PrintStream out = System.out;
        // What libraries print is no answer.
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        outlastSignals();
        int exitCode = 1;
        try {
            serve(in, out);
            exitCode = 0;
        } catch (IOException | RuntimeException | Error e) {
            System.err.println(FATAL + e);
        } finally {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    private static void serve(InputStream in, OutputStream out) throws IOException {
        DataInputStream requests = new DataInputStream(new BufferedInputStream(in));
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(out));
        Messages.Hello hello = Messages.readHello(requests);
        endWith(hello.parent());
        hello.properties().forEach(System::setProperty);
        try (MediaProbe probes = new InProcessProbes(hello.settings())) {
            answers.writeInt(Messages.READY);
            answers.flush();
            Optional<ProbeRequest> request = Messages.readRequest(requests);
            while (request.isPresent()) {
                ProbeResult result = probes.probe(request.get());
                // Each by itself: an answer that waited for the next one would be lost if that ends this process.
                Messages.write(result, answers);
                answers.flush();
                request = Messages.readRequest(requests);
            }
        }
    }

    /** The shutdown that a signal begins waits for this hook, which never ends; {@code halt} does not wait. */
    private static void outlastSignals() {
        Runtime.getRuntime().addShutdownHook(daemon("child-signals", () -> {
            while (true) {
                LockSupport.park();
            }
        }));
    }

    /** The end of the input is noticed between two files only; in the middle of one it is this that ends the child. */
    private static void endWith(long parent) {
        daemon("child-parent", () -> {
                    while (isParent(parent)) {
                        LockSupport.parkNanos(LOOK_AT_PARENT_NANOS);
                    }
                    Runtime.getRuntime().halt(1);
                })
                .start();
    }

    private static boolean isParent(long parent) {
        return ProcessHandle.current()
                .parent()
                .filter(process -> process.pid() == parent && process.isAlive())
                .isPresent();
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
