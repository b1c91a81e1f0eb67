package io.releasemedia.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.releasemedia.enrich.LookResult;
import io.releasemedia.enrich.WorkListener;
import io.releasemedia.probe.ProbeResult;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A worker's health and figures, for whoever watches over processes: {@code /health} and {@code /metrics}. */
public final class WorkerHealth implements WorkListener {

    private static final String PREFIX = "release_media.worker.";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Override
    public void looked(long records) {
        registry.counter(PREFIX + "looked").increment(records);
    }

    @Override
    public void written(LookResult result) {
        registry.counter(
                        PREFIX + "records",
                        "kind",
                        result.record().isLink() ? "link" : "file",
                        "status",
                        result.status().orElse("same"))
                .increment();
    }

    @Override
    public void probed(ProbeResult result, Duration time) {
        Timer.builder(PREFIX + "probe").register(registry).record(time);
        registry.counter(PREFIX + "read.bytes").increment(result.cost().bytesRead());
    }

    /**
     * Serves them until what is returned is closed.
     *
     * @throws IOException the port cannot be had
     */
    public Closeable serve(Worker worker, String address, int port) throws IOException {
        Gauge.builder(PREFIX + "busy", worker::busy).register(registry);
        Gauge.builder(PREFIX + "partitions", worker::partitions).register(registry);
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (IOException e) {
            throw new IOException("health port " + port + " cannot be served: " + e.getMessage(), e);
        }
        http.createContext("/health", exchange -> {
            boolean healthy = worker.isHealthy();
            answer(exchange, healthy ? 200 : 503, healthy ? "ok\n" : "ending, or the database does not answer\n");
        });
        http.createContext("/metrics", exchange -> answer(exchange, 200, registry.scrape()));
        http.start();
        return () -> http.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }
}
