package io.releasemedia.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves one file by ranges on 127.0.0.1 and counts the requests and the bytes of bodies that it was asked for. */
final class RangeServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final HttpServer server;
    private final byte[] file;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    RangeServer(byte[] file) throws IOException {
        this.file = file;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
    }

    int requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String header = exchange.getRequestHeaders().getFirst("Range");
        Matcher range = RANGE.matcher(header == null ? "" : header);
        int first = 0;
        int end = file.length;
        int status = 200;
        if (range.matches()) {
            first = (int) Math.min(file.length, Long.parseLong(range.group(1)));
            end = range.group(2).isEmpty()
                    ? file.length
                    : (int) Math.min(file.length, Long.parseLong(range.group(2)) + 1);
            status = 206;
            exchange.getResponseHeaders().set("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + file.length);
        }
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        bytes.addAndGet(end - first);
        exchange.sendResponseHeaders(status, end - first);
        exchange.getResponseBody().write(file, first, end - first);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
