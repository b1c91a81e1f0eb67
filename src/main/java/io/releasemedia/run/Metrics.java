package io.releasemedia.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.releasemedia.enrich.LookResult;
import io.releasemedia.enrich.WorkListener;
import io.releasemedia.probe.ProbeResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** Counts what becomes of records, and shows that and other figures in Prometheus' text format. */
final class Metrics implements WorkListener {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String prefix;

    /**
     * Nothing was counted yet.
     *
     * @param prefix of all names, with a dot at its end
     * @param common tags of all figures
     */
    Metrics(String prefix, Tags common) {
        this.prefix = prefix;
        registry.config().commonTags(common);
    }

    @Override
    public void looked(long records) {
        registry.counter(prefix + "looked").increment(records);
    }

    @Override
    public void written(LookResult result) {
        registry.counter(
                        prefix + "records",
                        "kind",
                        result.record().isLink() ? "link" : "file",
                        "status",
                        result.status().orElse("same"))
                .increment();
    }

    @Override
    public void probed(ProbeResult result, Duration time) {
        String format = String.valueOf(result.metadata().getOrDefault("mimeType", "unknown"));
        Timer.builder(prefix + "probe").tag("format", format).register(registry).record(time);
        registry.counter(prefix + "read.bytes").increment(result.cost().bytesRead());
        registry.counter(prefix + "read.requests").increment(result.cost().requests());
    }

    /** Shows another figure, as it is whenever it is asked for. */
    void show(String name, Tags tags, Supplier<Number> value) {
        Gauge.builder(prefix + name, value).tags(tags).register(registry);
    }

    /** All figures. */
    String text() {
        return registry.scrape();
    }

    /**
     * Serves {@code /metrics} until the server is stopped.
     *
     * @throws IOException the port cannot be had
     */
    HttpServer serve(InetSocketAddress address) throws IOException {
        HttpServer http = HttpServer.create(address, 0);
        http.createContext("/metrics", exchange -> answer(exchange, 200, text()));
        http.start();
        return http;
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }
}
