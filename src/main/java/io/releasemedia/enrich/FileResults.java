package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.link.FailureHistory;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.source.Cost;
import java.util.Map;
import java.util.Optional;

/** What a probe's answer means for its record. */
final class FileResults {

    private FileResults() {}

    /** @param fingerprint taken before the look: a file that changes meanwhile is due again */
    static LookResult of(DueRecord record, String fingerprint, ProbeResult result) {
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

    /** Two processes ended while they looked at the record, which says no more than that. */
    static LookResult fatal(DueRecord record) {
        ProbeResult result = new ProbeResult(
                ProbeStatus.MALFORMED,
                Map.of(),
                Map.of(),
                Optional.of("ended the probing process twice: each time that of a worker"),
                Cost.NONE);
        return of(record, "", result);
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
