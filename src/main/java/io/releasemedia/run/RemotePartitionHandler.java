package io.releasemedia.run;

import io.releasemedia.enrich.WorkListener;
import io.releasemedia.job.JobSpec;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.partition.support.AbstractPartitionHandler;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.transaction.support.TransactionOperations;

/** Has workers work on the partitions of a step, and waits for them. */
final class RemotePartitionHandler extends AbstractPartitionHandler {

    private static final long POLL_MILLIS = 500;

    private final JobSpec spec;
    private final WorkEnd end;
    private final WorkListener listener;
    private final JobRepository repository;
    private final TransactionOperations transactions;
    private final PartitionQueue queue;
    private final Workforce workforce;

    RemotePartitionHandler(
            JobRequest request,
            JobRepository repository,
            TransactionOperations transactions,
            PartitionQueue queue,
            Workforce workforce) {
        this.spec = request.spec();
        this.end = request.end();
        this.listener = request.listener();
        this.repository = repository;
        this.transactions = transactions;
        this.queue = queue;
        this.workforce = workforce;
    }

    @Override
    protected Set<StepExecution> doHandle(StepExecution manager, Set<StepExecution> partitions) throws Exception {
        if (partitions.isEmpty()) {
            return partitions;
        }
        long run = Objects.requireNonNull(manager.getJobParameters().getLong(JobConfiguration.RUN));
        transactions.executeWithoutResult(transaction -> queue.send(run, spec, end.left(), manager, partitions));
        await(manager);
        return results(manager, partitions);
    }

    private void await(StepExecution manager) throws InterruptedException {
        PartitionQueue.State state = new PartitionQueue.State(Long.MAX_VALUE, 0);
        while (state.open() > 0) {
            Thread.sleep(POLL_MILLIS);
            if (end.reached() && end.isStopping()) {
                queue.close(manager);
            } else {
                workforce.check();
            }
            PartitionQueue.State now = queue.state(manager);
            listener.looked(now.looked() - state.looked());
            state = now;
        }
    }

    /** What the workers left; a partition that nobody began was stopped. Those that are complete are not read one by one. */
    private Set<StepExecution> results(StepExecution manager, Set<StepExecution> partitions)
            throws JobExecutionException {
        Set<Long> complete = queue.complete(manager);
        Set<StepExecution> results = new LinkedHashSet<>();
        for (StepExecution partition : partitions) {
            if (complete.contains(partition.getId())) {
                partition.setStatus(BatchStatus.COMPLETED);
                partition.setExitStatus(ExitStatus.COMPLETED);
                results.add(partition);
                continue;
            }
            StepExecution result = Objects.requireNonNull(repository.getStepExecution(partition.getId()));
            if (result.getStatus().isRunning()) {
                result.setStatus(BatchStatus.STOPPED);
                result.setExitStatus(ExitStatus.STOPPED);
                repository.update(result);
            }
            results.add(result);
        }
        for (StepExecution result : results) {
            if (result.getStatus() == BatchStatus.FAILED) {
                throw new JobExecutionException("partition " + result.getStepName() + " failed: "
                        + result.getExitStatus()
                                .getExitDescription()
                                .lines()
                                .findFirst()
                                .orElse("for no known reason"));
            }
        }
        return results;
    }
}
