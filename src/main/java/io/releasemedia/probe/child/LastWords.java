package io.releasemedia.probe.child;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Listens to a child's standard error, so that it can go on, and keeps the line that says why it ends. */
final class LastWords {

    private static final int LONGEST_LINE = 300;
    private static final long PATIENCE_SECONDS = 2;

    /** Of HotSpot when memory is out, of HotSpot's crash report, and of {@link ChildMain}. */
    private static final Pattern CAUSE = Pattern.compile(
            "(?:Terminating due to |#  |# (?=There is insufficient)|" + ChildMain.FATAL + ")(\\S.*?)(?: at pc=.*)?");

    private final InputStream in;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable String cause;
    private volatile String last = "";

    private LastWords(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    static LastWords of(InputStream standardError) {
        LastWords words = new LastWords(standardError);
        Thread thread = new Thread(words::listen, "child-errors");
        thread.setDaemon(true);
        thread.start();
        return words;
    }

    /** Why a process that has ended did so, as far as it said. */
    Optional<String> cause() throws InterruptedException {
        return ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS) ? Optional.ofNullable(cause) : Optional.empty();
    }

    /** The last line of a process that has ended; empty: none. */
    String last() throws InterruptedException {
        return ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS) ? last : "";
    }

    private void listen() {
        try (in) {
            byte[] line = new byte[LONGEST_LINE];
            int length = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    take(new String(line, 0, length, StandardCharsets.UTF_8).strip());
                    length = 0;
                } else if (length < LONGEST_LINE) {
                    line[length++] = (byte) next;
                }
            }
            take(new String(line, 0, length, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            // The process is gone, or is being ended.
        } finally {
            ended.countDown();
        }
    }

    private void take(String line) {
        if (line.isEmpty()) {
            return;
        }
        last = line;
        Matcher matcher = CAUSE.matcher(line);
        // A crash report has hundreds of lines; its first says it.
        if (cause == null && matcher.matches()) {
            cause = matcher.group(1);
        }
    }
}
