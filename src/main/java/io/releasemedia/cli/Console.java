package io.releasemedia.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Where commands write: data to standard output, talk to standard error, both in UTF-8. */
final class Console {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int BUFFER = 1 << 16;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    private Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** The process's own streams. */
    static Console ofProcess() {
        return new Console(
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                hasTerminal() && !"dumb".equals(System.getenv("TERM")));
    }

    /** From JDK 22 on there is a console even without a terminal, and a method to ask. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasTerminal() {
        java.io.@Nullable Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(
                    java.io.Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Data; buffered until {@link #flush}. */
    PrintStream out() {
        return out;
    }

    /** Talk. */
    PrintStream err() {
        return err;
    }

    /** Data, for who wants a writer. */
    PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** Talk, for who wants a writer. */
    PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** Whether a person watches. */
    boolean isTerminal() {
        return terminal;
    }

    /** Writes the content of one JSON object. */
    interface JsonBody {
        void write(JsonGenerator json);
    }

    /** One JSON object as one line of standard output. */
    void json(JsonBody body) {
        out.println(jsonLine(body));
    }

    /** One JSON object as a line. */
    static String jsonLine(JsonBody body) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
        return line.toString();
    }

    /**
     * Sends what is buffered.
     *
     * @return false if nobody reads any more
     */
    boolean flush() {
        return !out.checkError();
    }
}
