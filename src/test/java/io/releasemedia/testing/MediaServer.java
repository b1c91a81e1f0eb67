package io.releasemedia.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Serves a short WAV under every path, as slowly as a test wants. */
public final class MediaServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private volatile Duration delay = Duration.ZERO;
    private final AtomicInteger tenths = new AtomicInteger(1);
    private volatile Consumer<String> onRequest = path -> {};

    private MediaServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** On a free port of 127.0.0.1. */
    public static MediaServer start() throws IOException {
        return new MediaServer();
    }

    /** The URL of a file. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    /** Waits so long before each answer. */
    public MediaServer delay(Duration time) {
        delay = time;
        return this;
    }

    /** All files change: a tenth of a second longer, with another entity tag. */
    public void change() {
        tenths.incrementAndGet();
    }

    /** Is told of each request's path before it is answered. */
    public void onRequest(Consumer<String> action) {
        onRequest = action;
    }

    /** How often a path was asked for. */
    public int requests(String path) {
        return requests.getOrDefault("/" + path, new AtomicInteger()).get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
        onRequest.accept(path);
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] wav = SmallWav.of(SmallWav.RATE * tenths.get() / 10);
        exchange.getResponseHeaders().set("Content-Type", "audio/wav");
        exchange.getResponseHeaders().set("ETag", "\"" + tenths + "\"");
        exchange.sendResponseHeaders(200, wav.length);
        try (var body = exchange.getResponseBody()) {
            body.write(wav);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
