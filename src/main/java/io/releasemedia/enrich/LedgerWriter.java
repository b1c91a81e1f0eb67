package io.releasemedia.enrich;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Writes a chunk's results back, in the chunk's transaction. */
public final class LedgerWriter implements ItemWriter<LookResult> {

    private final LedgerStore store;
    private final long run;
    private final Clock clock;
    private final WorkListener listener;

    /** For the results of one run. */
    public LedgerWriter(LedgerStore store, long run, Clock clock, WorkListener listener) {
        this.store = store;
        this.run = run;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void write(Chunk<? extends LookResult> chunk) {
        store.write(
                chunk.getItems(),
                run,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        chunk.forEach(listener::written);
        listener.looked(chunk.size());
    }
}
