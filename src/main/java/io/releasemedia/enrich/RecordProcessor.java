package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.Prober;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Looks at one record: a file is probed, a link waits for the link checker. Never throws for a bad record. */
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
        if (record.isLink()) {
            return new LookResult(
                    record,
                    LookResult.Status.WAITING,
                    Optional.of("waits for the link checker"),
                    MediaMetadata.of(Map.of()),
                    Map.of(),
                    "");
        }
        // Taken before the look: a file that changes meanwhile is due again.
        String fingerprint = files.fingerprint(record.cloudUrl());
        ProbeResult result = prober.probe(
                () -> files.open(record.cloudUrl()),
                Expectation.ofType(record.type().key()));
        return new LookResult(
                record,
                LookResult.Status.valueOf(result.status().name()),
                result.error(),
                MediaMetadata.of(result.metadata()),
                result.engine(),
                fingerprint);
    }
}
