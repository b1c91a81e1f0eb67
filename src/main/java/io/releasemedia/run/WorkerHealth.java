package io.releasemedia.run;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Tags;
import io.releasemedia.enrich.WorkListener;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A worker's health and figures, for whoever watches over processes: {@code /health} and {@code /metrics}. */
public final class WorkerHealth {

    private final Metrics metrics = new Metrics("release_media.worker.", Tags.empty());

    /** Who counts the records. */
    public WorkListener listener() {
        return metrics;
    }

    /**
     * Serves them until what is returned is closed.
     *
     * @throws IOException the port cannot be had
     */
    public Closeable serve(Worker worker, String address, int port) throws IOException {
        metrics.show("busy", Tags.empty(), worker::busy);
        metrics.show("partitions", Tags.empty(), worker::partitions);
        HttpServer http;
        try {
            http = metrics.serve(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new IOException("health port " + port + " cannot be served: " + e.getMessage(), e);
        }
        http.createContext("/health", exchange -> {
            boolean healthy = worker.isHealthy();
            Metrics.answer(
                    exchange, healthy ? 200 : 503, healthy ? "ok\n" : "ending, or the database does not answer\n");
        });
        return () -> http.stop(0);
    }
}
