package io.releasemedia.run;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Tags;
import io.releasemedia.enrich.WorkListener;
import io.releasemedia.job.JobSpec;
import io.releasemedia.report.RunSummary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's figures while it is at work: in a file, behind a port, or nowhere. */
final class JobMetrics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobMetrics.class);
    private static final long EVERY_SECONDS = 10;

    private final Metrics metrics;
    private final Optional<Path> file;
    private final Optional<HttpServer> server;
    private final Optional<ScheduledExecutorService> writer;

    private JobMetrics(String job, Optional<Path> file, Optional<Integer> port) throws IOException {
        this.metrics = new Metrics("release_media.", Tags.of("job_name", job));
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
    static JobMetrics open(JobSpec spec) throws IOException {
        return new JobMetrics(spec.job(), spec.metrics().file(), spec.metrics().port());
    }

    /** Who counts the records. */
    WorkListener listener() {
        return metrics;
    }

    /** What a run ended with; the file keeps it until the next run. */
    void ended(RunSummary run) {
        double endedAt = System.currentTimeMillis() / 1000.0;
        metrics.show("run.records", Tags.of("outcome", "enriched"), run::enriched);
        metrics.show("run.records", Tags.of("outcome", "unchanged"), run::unchanged);
        metrics.show("run.records", Tags.of("outcome", "failed"), run::failed);
        metrics.show("run.releases", Tags.of("outcome", "exported"), run::exported);
        metrics.show("run.seconds", Tags.empty(), () -> run.duration().toMillis() / 1000.0);
        metrics.show("run.end.timestamp.seconds", Tags.of("state", run.state().key()), () -> endedAt);
    }

    private HttpServer serve(int port) throws IOException {
        try {
            return metrics.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IOException("metrics.port " + port + " cannot be served: " + e.getMessage(), e);
        }
    }

    /** Whole or not at all: a collector may read at any time. */
    private void write() {
        try {
            Path target = file.orElseThrow();
            Path whole = target.resolveSibling(target.getFileName() + ".tmp");
            Files.writeString(whole, metrics.text());
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
