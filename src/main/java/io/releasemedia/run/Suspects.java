package io.releasemedia.run;

import io.releasemedia.enrich.Caution;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The records of a partition at which its workers' processes ended: those that were noted when their look began and are
 * still noted when another worker takes the partition up, as often as processes ended at them.
 */
final class Suspects implements Caution {

    private static final Logger LOG = LoggerFactory.getLogger(Suspects.class);

    /** One process may have ended for a reason that has nothing to do with the record. */
    private static final int ENDS = 2;

    private final JdbcClient jdbc;
    private final long step;
    private final List<Long> noted;

    private Suspects(JdbcClient jdbc, long step) {
        this.jdbc = jdbc;
        this.step = step;
        this.noted = jdbc.sql("select suspects from remote_partition where step_execution_id = :step")
                .param("step", step)
                .query((row, number) -> List.of((Long[]) row.getArray(1).getArray()))
                .single();
    }

    /** Of a partition that was begun in vain so often. */
    static Caution of(JdbcClient jdbc, long step, int attempts) {
        return attempts == 0 ? NONE : new Suspects(jdbc, step);
    }

    @Override
    public boolean isNeeded() {
        return true;
    }

    @Override
    public boolean begins(long mediaId) {
        long ends = noted.stream().filter(id -> id == mediaId).count();
        if (ends < ENDS) {
            set("suspects = suspects || :record", mediaId);
            return true;
        }
        LOG.error("record {} is left out: {} workers ended while they looked at it", mediaId, ENDS);
        if (ends == ENDS) {
            // The ends before it are explained; the partition counts as begun in vain once, so that caution stays.
            set("suspects = suspects || :record, attempts = 1", mediaId);
        }
        return false;
    }

    @Override
    public void ended(long mediaId) {
        set("suspects = array_remove(suspects, :record)", mediaId);
    }

    private void set(String assignments, long mediaId) {
        jdbc.sql("update remote_partition set " + assignments + " where step_execution_id = :step")
                .param("record", mediaId)
                .param("step", step)
                .update();
    }
}
