package io.releasemedia.run;

import io.releasemedia.enrich.Caution;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.StepExecution;

/**
 * A partition that a worker holds. Its message is deleted in a transaction that is not committed before the partition is
 * done: whatever ends the connection gives the message back.
 */
final class Lease {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    /** An open transaction keeps the server from cleaning up behind it, so that none is left open for longer. */
    private static final Duration TRANSACTION = Duration.ofMinutes(5);

    private final long step;
    private final Connection connection;
    private final LongAdder looked = new LongAdder();
    private long begun = System.nanoTime();
    private boolean over;
    private @Nullable StepExecution execution;
    private volatile Caution caution = Caution.NONE;
    private boolean stopped;
    private boolean lost;

    /**
     * The lease of a step.
     *
     * @param connection whose transaction took the message
     */
    Lease(long step, Connection connection) {
        this.step = step;
        this.connection = connection;
    }

    long step() {
        return step;
    }

    /** Work begins, with the caution that it needs. */
    synchronized void begins(StepExecution work, Caution with) {
        execution = work;
        caution = with;
        if (stopped) {
            work.setTerminateOnly();
        }
    }

    Caution caution() {
        return caution;
    }

    /** What is worked on; empty before work begins. */
    synchronized Optional<StepExecution> execution() {
        return Optional.ofNullable(execution);
    }

    /** The partition's step ends after its chunk and is not complete then. */
    synchronized void stop() {
        stopped = true;
        if (execution != null) {
            execution.setTerminateOnly();
        }
    }

    void looked(long records) {
        looked.add(records);
    }

    /** Records that were looked at since this was asked last. */
    long takeLooked() {
        return looked.sumThenReset();
    }

    /** Shows the server that the worker is alive; called beside the work. */
    synchronized void keep() {
        if (over || lost) {
            return;
        }
        try {
            if (System.nanoTime() - begun < TRANSACTION.toNanos()) {
                PartitionQueue.ping(connection);
            } else if (PartitionQueue.takeAgain(connection, step)) {
                begun = System.nanoTime();
            } else {
                lose("another worker has it");
            }
        } catch (SQLException e) {
            lose(String.valueOf(e.getMessage()));
        }
    }

    private void lose(String reason) {
        LOG.warn("lost the hold on partition {}: {}", step, reason);
        lost = true;
        stop();
    }

    /** From now on only the caller uses the connection; whether the partition is still held. */
    synchronized boolean over() {
        over = true;
        return !lost;
    }
}
