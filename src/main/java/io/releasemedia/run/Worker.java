package io.releasemedia.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.releasemedia.enrich.Caution;
import io.releasemedia.enrich.WorkListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.integration.partition.StepExecutionRequest;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes partitions out of the queue, of whatever job, and works on them with a number of threads. A partition that it does
 * not finish is taken up by another worker where its last chunk was committed.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** How long a partition stays with a worker that says nothing. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** A partition at which so many workers died, with no record to blame for it, is not begun again. */
    private static final int MOST_ATTEMPTS = 4;

    /** Connections beside one for each chunk at work. */
    private static final int MORE_CONNECTIONS = 2;

    /** What the calling thread works on. */
    private static final ThreadLocal<@Nullable Lease> CURRENT = new ThreadLocal<>();

    private final HikariDataSource work;
    private final HikariDataSource leases;
    private final JdbcClient jdbc;
    private final PartitionBook book;
    private final PartitionQueue queue;
    private final TransactionTemplate taking;
    private final WorkerContexts contexts;
    private final WorkerPulse pulse;
    private final WorkerPace pace = new WorkerPace();
    private final List<Thread> threads = new ArrayList<>();

    private Worker(
            DataSource dataSource, String version, String name, int threads, Duration lease, WorkListener listener)
            throws SQLException {
        this.jdbc = JdbcClient.create(dataSource);
        this.book = new PartitionBook(jdbc, version);
        WorkerStore store = new WorkerStore(jdbc);
        long number = store.start(name, version, threads);
        String session = "set application_name = '" + WorkerStore.session(number) + "'";
        this.work = pool(dataSource, "work", threads + MORE_CONNECTIONS, session);
        this.leases = pool(
                dataSource,
                "leases",
                threads,
                session + "; set idle_in_transaction_session_timeout = " + lease.toMillis());
        this.queue = new PartitionQueue(leases, version);
        this.taking = new TransactionTemplate(new JdbcTransactionManager(leases));
        this.contexts = new WorkerContexts(work, threads, listener.and(this::looked), Worker::caution);
        this.pulse = new WorkerPulse(number, lease, store, book, contexts);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::workOn, name + "-" + i);
            this.threads.add(thread);
            thread.start();
        }
        LOG.info("worker {} is number {}, version {}", name, number, version);
    }

    /**
     * Starts to work.
     *
     * @param dataSource a pool, whose settings are those of the worker's own connections; it stays its opener's to close
     * @param threads partitions at work at once
     * @param lease how long a partition stays with it when it falls silent
     * @param listener is told what becomes of the records
     * @throws SQLException the database cannot be used
     */
    public static Worker start(DataSource dataSource, String name, int threads, Duration lease, WorkListener listener)
            throws SQLException {
        return start(dataSource, PartitionQueue.version(dataSource), name, threads, lease, listener);
    }

    static Worker start(
            DataSource dataSource, String version, String name, int threads, Duration lease, WorkListener listener)
            throws SQLException {
        return new Worker(dataSource, version, name, threads, lease, listener);
    }

    private static HikariDataSource pool(DataSource like, String name, int connections, String sessionSettings)
            throws SQLException {
        HikariConfig config = new HikariConfig();
        like.unwrap(HikariDataSource.class).copyStateTo(config);
        config.setPoolName(name);
        config.setMaximumPoolSize(connections);
        config.setConnectionInitSql(sessionSettings);
        return new HikariDataSource(config);
    }

    /** Only partitions for this version are taken. */
    public String version() {
        return queue.version();
    }

    /** Whether it can do its work: it reaches the database, and was not told to end. */
    public boolean isHealthy() {
        return pulse.isRegular() && !pace.isOver();
    }

    /** Partitions at work. */
    public int busy() {
        return pulse.busy();
    }

    /** Partitions that were done. */
    public long partitions() {
        return pulse.partitions();
    }

    /** Takes no more partitions, and leaves those at work to others, after the records that are being looked at. */
    public void stop() {
        pace.end();
        contexts.stop();
        pulse.stopAll();
    }

    /** Waits until it was stopped and all its partitions are left. */
    public void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Stops, waits, and closes its connections. */
    @Override
    public void close() {
        stop();
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pulse.close();
        contexts.close();
        leases.close();
        work.close();
    }

    private void looked(long records) {
        Lease lease = CURRENT.get();
        if (lease != null) {
            lease.looked(records);
        }
        pulse.looked(records);
    }

    private static Caution caution() {
        Lease lease = CURRENT.get();
        return lease == null ? Caution.NONE : lease.caution();
    }

    private void workOn() {
        while (pace.next()) {
            try {
                if (!takeOne()) {
                    pace.rest();
                }
            } catch (RuntimeException e) {
                // The message is back in the queue.
                LOG.warn(
                        "a partition was not taken, or is left to others: {}",
                        Outage.root(e).toString());
                pace.rest();
            }
        }
    }

    /** Works on a partition; whether there was one, and it was worked on. */
    private boolean takeOne() {
        return Boolean.TRUE.equals(taking.execute(transaction -> {
            Optional<StepExecutionRequest> request = queue.take();
            if (request.isEmpty()) {
                return false;
            }
            boolean over = work(request.get());
            if (!over) {
                transaction.setRollbackOnly();
            }
            return over;
        }));
    }

    /** Works on the partition of a request; whether nobody has to do so any more. */
    private boolean work(StepExecutionRequest request) {
        Optional<PartitionBook.Origin> origin = book.origin(request.getStepExecutionId());
        if (origin.isEmpty()) {
            return true;
        }
        Lease lease = new Lease(request.getStepExecutionId(), DataSourceUtils.getConnection(leases));
        pulse.begins(lease);
        try {
            return work(request, origin.get(), lease);
        } finally {
            pulse.ends(lease);
            lease.over();
        }
    }

    private boolean work(StepExecutionRequest request, PartitionBook.Origin origin, Lease lease) {
        long step = lease.step();
        try (WorkerContexts.Use use = contexts.use(origin)) {
            // Read before it is begun: a manager that closes the partition meanwhile changes the version.
            @Nullable StepExecution execution = use.repository().getStepExecution(step);
            Optional<Integer> attempts = execution == null ? Optional.empty() : book.begin(step, pulse.worker());
            if (execution == null || attempts.isEmpty() || !isWanted(execution)) {
                return end(lease);
            }
            if (attempts.get() >= MOST_ATTEMPTS) {
                park(use.repository(), execution);
                return end(lease);
            }
            lease.begins(execution, Suspects.of(jdbc, step, attempts.get()));
            execute(execution, use.step(request.getStepName()), lease);
            if (isLeftToOthers(execution) || !end(lease)) {
                pulse.givesBack(step);
                return false;
            }
            pulse.countPartition();
            return true;
        }
    }

    /** An execution of a job that was stopped, or a partition that a worker had just finished, needs no work. */
    private static boolean isWanted(StepExecution execution) {
        BatchStatus job = execution.getJobExecution().getStatus();
        return (job == BatchStatus.STARTING || job == BatchStatus.STARTED)
                && execution.getStatus() != BatchStatus.COMPLETED;
    }

    /** The partition is over, if it was held up to now. */
    private boolean end(Lease lease) {
        boolean held = lease.over();
        if (held) {
            queue.end(lease.step(), lease.takeLooked());
        }
        return held;
    }

    private void execute(StepExecution execution, Step step, Lease lease) {
        // What an earlier worker left it with would count as this one's.
        execution.setExitStatus(ExitStatus.EXECUTING);
        CURRENT.set(lease);
        try {
            if (pace.isOver()) {
                lease.stop();
            }
            step.execute(execution);
        } catch (JobInterruptedException e) {
            execution.setStatus(BatchStatus.STOPPED);
        } catch (RuntimeException e) {
            execution.setStatus(BatchStatus.UNKNOWN);
            execution.addFailureException(e);
        } finally {
            CURRENT.remove();
        }
    }

    /** Whether it ended for a reason that another worker need not have. */
    private boolean isLeftToOthers(StepExecution execution) {
        return switch (execution.getStatus()) {
            case UNKNOWN -> true;
            case STOPPED -> book.closed(List.of(execution.getId())).isEmpty();
            default ->
                execution.getFailureExceptions().stream()
                        .anyMatch(failure -> Outage.isCauseOf(failure) || isFenced(failure));
        };
    }

    /** Whether another worker has begun the partition. */
    private static boolean isFenced(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockingFailureException) {
                return true;
            }
        }
        return false;
    }

    private void park(JobRepository repository, StepExecution execution) {
        String reason = "given up after " + MOST_ATTEMPTS + " attempts: each ended with its worker, at no record twice";
        LOG.error("partition {} is {}", execution.getStepName(), reason);
        execution.setStatus(BatchStatus.FAILED);
        execution.setExitStatus(ExitStatus.FAILED.addExitDescription(reason));
        repository.update(execution);
    }
}
