package io.releasemedia.run;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.releasemedia.enrich.LookResult;
import io.releasemedia.enrich.WorkListener;
import io.releasemedia.job.JobSpec;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.report.RunSummary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's figures while it is at work, in Prometheus' text format: in a file, behind a port, or nowhere. */
final class Metrics implements WorkListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final long EVERY_SECONDS = 10;
    private static final String PREFIX = "release_media.";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Optional<Path> file;
    private final Optional<HttpServer> server;
    private final Optional<ScheduledExecutorService> writer;

    private Metrics(String job, Optional<Path> file, Optional<Integer> port) throws IOException {
        registry.config().commonTags("job_name", job);
        this.file = file;
        this.server = port.isPresent() ? Optional.of(serve(port.get())) : Optional.empty();
        this.writer = file.map(unused -> Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
        }));
        writer.ifPresent(timer -> {
            var unused = timer.scheduleWithFixedDelay(this::write, 0, EVERY_SECONDS, TimeUnit.SECONDS);
        });
    }

    /**
     * A job's figures, shown where it wants them until they are closed.
     *
     * @throws IOException its port cannot be had
     */
    static Metrics open(JobSpec spec) throws IOException {
        return new Metrics(spec.job(), spec.metrics().file(), spec.metrics().port());
    }

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
        String format = String.valueOf(result.metadata().getOrDefault("mimeType", "unknown"));
        Timer.builder(PREFIX + "probe").tag("format", format).register(registry).record(time);
        registry.counter(PREFIX + "read.bytes").increment(result.cost().bytesRead());
        registry.counter(PREFIX + "read.requests").increment(result.cost().requests());
    }

    /** What a run ended with; the file keeps it until the next run. */
    void ended(RunSummary run) {
        double endedAt = System.currentTimeMillis() / 1000.0;
        gauge("run.records", "enriched", run.enriched());
        gauge("run.records", "unchanged", run.unchanged());
        gauge("run.records", "failed", run.failed());
        gauge("run.releases", "exported", run.exported());
        Gauge.builder(PREFIX + "run.seconds", () -> run.duration().toMillis() / 1000.0)
                .register(registry);
        Gauge.builder(PREFIX + "run.end.timestamp.seconds", () -> endedAt)
                .tag("state", run.state().key())
                .register(registry);
    }

    private void gauge(String name, String outcome, long value) {
        Gauge.builder(PREFIX + name, () -> value).tag("outcome", outcome).register(registry);
    }

    private HttpServer serve(int port) throws IOException {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            http.createContext("/metrics", exchange -> {
                byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
                exchange.sendResponseHeaders(200, text.length);
                try (var body = exchange.getResponseBody()) {
                    body.write(text);
                }
            });
            http.start();
            return http;
        } catch (IOException e) {
            throw new IOException("metrics.port " + port + " cannot be served: " + e.getMessage(), e);
        }
    }

    /** Whole or not at all: a collector may read at any time. */
    private void write() {
        try {
            Path target = file.orElseThrow();
            Path whole = target.resolveSibling(target.getFileName() + ".tmp");
            Files.writeString(whole, registry.scrape());
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            LOG.warn("metrics.file cannot be written: {}", e.toString());
        }
    }

    @Override
    public void close() {
        writer.ifPresent(timer -> {
            timer.shutdown();
            write();
        });
        server.ifPresent(http -> http.stop(0));
    }
}
