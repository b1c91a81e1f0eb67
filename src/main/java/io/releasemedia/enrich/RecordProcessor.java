package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.link.FailureHistory;
import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.probe.Prober;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Probes the file of one record. Never throws for a bad one. */
public final class RecordProcessor implements ItemProcessor<DueRecord, LookResult> {

    private final Prober prober;
    private final MediaFiles files;

    /** Thread-safe, as the prober is. */
    public RecordProcessor(Prober prober, MediaFiles files) {
        this.prober = prober;
        this.files = files;
    }

    @Override
    public LookResult process(DueRecord record) {
        // Taken before the look: a file that changes meanwhile is due again.
        String fingerprint = files.fingerprint(record.cloudUrl());
        ProbeResult result = prober.probe(
                () -> files.open(record.cloudUrl()),
                Expectation.ofType(record.type().key()));
        LookResult.Outcome outcome = outcome(result.status());
        return new LookResult(
                record,
                result.status().key(),
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
