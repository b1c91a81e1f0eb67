package io.releasemedia.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on 127.0.0.1 that answers with any bytes, however wrong, and counts who comes. */
public final class RawServer implements AutoCloseable {

    /** Writes an answer; the connection is kept if it returns true. */
    @FunctionalInterface
    public interface Script {
        boolean answer(Request request, OutputStream out) throws Exception;
    }

    public record Request(String head) {

        public String target() {
            return head.split(" ", 3)[1];
        }

        public Optional<String> header(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    private final ServerSocket socket;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private RawServer(InetSocketAddress address, Script script) throws IOException {
        this.socket = new ServerSocket();
        this.script = script;
        socket.bind(address, 512);
        start(this::accept);
    }

    public static RawServer start(Script script) throws IOException {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), script);
    }

    public static RawServer start(InetSocketAddress address, Script script) throws IOException {
        return new RawServer(address, script);
    }

    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String url(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                open.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            boolean kept = true;
            while (kept) {
                Optional<Request> request = read(connection.getInputStream());
                if (request.isEmpty()) {
                    return;
                }
                requests.add(request.get());
                kept = script.answer(request.get(), connection.getOutputStream());
            }
        } catch (Exception e) {
            // The client left, or the test ended.
        }
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            last = last << 8 | b;
            if (last == 0x0d0a0d0a) {
                return Optional.of(new Request(head.toString(StandardCharsets.ISO_8859_1)));
            }
        }
        return Optional.empty();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
