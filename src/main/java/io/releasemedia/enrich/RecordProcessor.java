package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.link.FailureHistory;
import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.probe.Prober;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Probes the file of one record. Never throws for a bad one. */
public final class RecordProcessor implements ItemProcessor<DueRecord, LookResult> {

    private final Prober prober;
    private final MediaFiles files;
    private final Finish finish;
    private final WorkListener listener;

    /** Thread-safe, as the prober is. */
    public RecordProcessor(Prober prober, MediaFiles files, Finish finish, WorkListener listener) {
        this.prober = prober;
        this.files = files;
        this.finish = finish;
        this.listener = listener;
    }

    /** The result; none for a record that is left for later. */
    @Override
    public @Nullable LookResult process(DueRecord record) {
        if (finish.reached()) {
            return null;
        }
        // Taken before the look: a file that changes meanwhile is due again.
        String fingerprint = files.fingerprint(record.cloudUrl());
        if (record.reason() == DueReason.REMOTE_CHECK
                && !fingerprint.isEmpty()
                && fingerprint.equals(record.knownFingerprint())) {
            return LookResult.same(record);
        }
        long start = System.nanoTime();
        ProbeResult result = prober.probe(
                () -> files.open(record.cloudUrl()),
                Expectation.ofType(record.type().key()));
        listener.probed(result, Duration.ofNanos(System.nanoTime() - start));
        LookResult.Outcome outcome = outcome(result.status());
        return new LookResult(
                record,
                Optional.of(result.status().key()),
                outcome,
                result.error(),
                MediaMetadata.of(outcome.replacesFacts() ? result.metadata() : Map.of()),
                outcome.replacesFacts() ? result.engine() : Map.of(),
                fingerprint,
                Optional.empty(),
                FailureHistory.none());
    }

    private static LookResult.Outcome outcome(ProbeStatus status) {
        return switch (status) {
            case OK -> LookResult.Outcome.ESTABLISHED;
            case UNSUPPORTED, MALFORMED, MISMATCH -> LookResult.Outcome.BAD;
            case UNREADABLE, TIMEOUT -> LookResult.Outcome.MAY_RECOVER;
            case BLOCKED -> LookResult.Outcome.REFUSED;
        };
    }
}
