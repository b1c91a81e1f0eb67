package io.releasemedia.enrich;

import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.child.MediaProbe;
import io.releasemedia.probe.child.ProbeRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads the due files of one partition and what probing them gave, in the order of their ids. How far it came is kept in
 * the step's {@link ExecutionContext} beside the partition's range, so that a partition is taken up where its last chunk
 * was committed.
 *
 * <p>Files are probed some at a time, because a probing process is asked for many as fast as for one; as long as they are
 * slow, one by one, so that nobody waits long for the work to end.
 */
public class FileReader implements ItemStreamReader<LookResult> {

    private static final String REACHED = "reached";
    private static final int MOST = 32;
    private static final Duration SHORT = Duration.ofMillis(200);

    private final DueReader records;
    private final MediaFiles files;
    private final MediaProbe probe;
    private final Finish finish;
    private final WorkListener listener;
    private final Caution caution;
    private final Queue<LookResult> ready = new ArrayDeque<>();
    private int some = 1;
    private long emitted;

    /** A reader for one partition at a time. */
    public FileReader(
            DueReader records,
            MediaFiles files,
            MediaProbe probe,
            Finish finish,
            WorkListener listener,
            Caution caution) {
        this.records = records;
        this.files = files;
        this.probe = probe;
        this.finish = finish;
        this.listener = listener;
        this.caution = caution;
    }

    @Override
    public void open(ExecutionContext context) {
        DueRange range = DueRange.of(context);
        emitted = context.getLong(REACHED, range.after());
        records.open(range.from(emitted));
        ready.clear();
    }

    @Override
    public @Nullable LookResult read() {
        if (ready.isEmpty()) {
            look();
        }
        LookResult result = ready.poll();
        if (result != null) {
            emitted = result.record().mediaId();
        }
        return result;
    }

    /** A record, and what its file looked like just before it was probed: one that changes meanwhile is due again. */
    private record Look(DueRecord record, String fingerprint) {

        boolean isNeeded() {
            return record.reason() != DueReason.REMOTE_CHECK
                    || fingerprint.isEmpty()
                    || !fingerprint.equals(record.knownFingerprint());
        }

        ProbeRequest request() {
            return new ProbeRequest(
                    record.cloudUrl(), Expectation.ofType(record.type().key()));
        }
    }

    private void look() {
        List<Look> looks = new ArrayList<>();
        int most = caution.isNeeded() ? 1 : some;
        @Nullable DueRecord record;
        while (looks.size() < most && (record = records.read()) != null) {
            if (!caution.begins(record.mediaId())) {
                ready.add(FileResults.fatal(record));
                return;
            }
            looks.add(new Look(record, files.fingerprint(record.cloudUrl())));
        }
        long start = System.nanoTime();
        List<ProbeRequest> requests =
                looks.stream().filter(Look::isNeeded).map(Look::request).toList();
        Iterator<ProbeResult> answers = requests.isEmpty()
                ? Collections.emptyIterator()
                : probe.probe(requests).iterator();
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted while files were probed");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        some = took.compareTo(SHORT) < 0 ? Math.min(MOST, some * 2) : 1;
        for (Look look : looks) {
            if (look.isNeeded()) {
                ProbeResult answer = answers.next();
                listener.probed(answer, took.dividedBy(requests.size()));
                ready.add(FileResults.of(look.record(), look.fingerprint(), answer));
            } else {
                ready.add(LookResult.same(look.record()));
            }
            caution.ended(look.record().mediaId());
        }
    }

    @Override
    public void update(ExecutionContext context) {
        // Once work is to end, records that were read may be left.
        if (!finish.reached()) {
            context.putLong(REACHED, emitted);
        }
    }
}
