package io.releasemedia.run;

import io.releasemedia.enrich.WorkListener;
import io.releasemedia.job.JobSpec;
import io.releasemedia.report.Host;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sees whether there is a worker for a manager's partitions, and has the manager's own process be one if there is none. */
final class Workforce implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workforce.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RECALL = Worker.LEASE.multipliedBy(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private final JobSpec spec;
    private final String version;
    private final WorkerStore workers;
    private final PartitionQueue queue;
    private long nextWord = System.nanoTime() + PATIENCE.toNanos();
    private @Nullable Worker own;

    Workforce(DataSource dataSource, JobSpec spec, PartitionQueue queue) {
        this.dataSource = dataSource;
        this.spec = spec;
        this.version = queue.version();
        this.queue = queue;
        this.workers = new WorkerStore(JdbcClient.create(dataSource));
    }

    /** Threads that are there for partitions now, or will be. */
    int threads() {
        return Math.max(spec.execution().threads(), workers.threads(version));
    }

    /**
     * Takes back what an earlier execution of the job gave to workers, and waits until they are no more at it. The caller
     * holds the job's lock.
     */
    void recall(BooleanSupplier givenUp) {
        long limit = System.nanoTime() + RECALL.toNanos();
        queue.close(spec.job());
        while (queue.held(spec.job()) > 0 && !givenUp.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                // They cannot commit any more once the job is recovered.
                LOG.warn("workers do not leave their partitions; the run goes on without them");
                return;
            }
            workers.endSilent(Worker.LEASE);
            LockSupport.parkNanos(POLL.toNanos());
            queue.close(spec.job());
        }
    }

    /** Called now and then while partitions wait. */
    synchronized void check() {
        if (own != null) {
            return;
        }
        if (workers.threads(version) > 0) {
            nextWord = System.nanoTime() + PATIENCE.toNanos();
        } else if (System.nanoTime() >= nextWord) {
            nextWord = System.nanoTime() + REMINDER.toNanos();
            standIn();
        }
    }

    private void standIn() {
        List<String> others = workers.otherVersions(version);
        String missing = "no worker of version " + version + " is alive"
                + (others.isEmpty() ? "" : " (" + String.join("; ", others) + ")");
        if (spec.workers().mode() == JobSpec.Mode.REMOTE_ONLY) {
            LOG.warn("{}; the partitions wait for one", missing);
            return;
        }
        LOG.warn("{}; this process works itself", missing);
        try {
            own = Worker.start(
                    dataSource,
                    version,
                    Host.name() + "-manager",
                    spec.execution().threads(),
                    Worker.LEASE,
                    WorkListener.NONE);
        } catch (SQLException e) {
            LOG.warn("this process cannot work itself: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (own != null) {
            own.close();
        }
    }
}
