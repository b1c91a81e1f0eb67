package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.link.FailureHistory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What looking at a record gave.
 *
 * @param status a probe's status or a link's verdict: the ledger's text; empty: what the last look said still holds
 * @param outcome what that means for the facts and for the next look
 * @param reason one sentence, for any status but {@code ok}
 * @param facts keys for {@code metadata}
 * @param engine which engine established which key
 * @param fingerprint of the file that was looked at, empty if there is no cheap way to tell a change
 * @param nextLook how long from now to look again, whatever happens; empty: when {@code outcome} says so
 * @param linkFailures of a link, with this look counted
 */
public record LookResult(
        DueRecord record,
        Optional<String> status,
        Outcome outcome,
        Optional<String> reason,
        MediaMetadata facts,
        Map<String, String> engine,
        String fingerprint,
        Optional<Duration> nextLook,
        FailureHistory linkFailures) {

    /** The file is the one that was looked at last. */
    static LookResult same(DueRecord record) {
        return new LookResult(
                record,
                Optional.empty(),
                Outcome.ADDED,
                Optional.empty(),
                MediaMetadata.of(Map.of()),
                Map.of(),
                record.knownFingerprint(),
                Optional.empty(),
                FailureHistory.none());
    }

    /** What a look means for the ledger. */
    public enum Outcome {
        /** The facts replace the earlier ones. */
        ESTABLISHED(false, true, false),
        /** The facts are added to the earlier ones: not everything could be found out this time. */
        ADDED(false, false, false),
        /** The content says so, and another look at the same content would say the same; the facts replace the earlier. */
        BAD(true, true, false),
        /** Nothing was learned, earlier facts stay, and another look may help: sooner at first, then ever later. */
        MAY_RECOVER(true, false, true),
        /** Nothing was learned, earlier facts stay, and only another policy would help. */
        REFUSED(true, false, false);

        private final boolean failure;
        private final boolean replaces;
        private final boolean mayRecover;

        Outcome(boolean failure, boolean replaces, boolean mayRecover) {
            this.failure = failure;
            this.replaces = replaces;
            this.mayRecover = mayRecover;
        }

        boolean isFailure() {
            return failure;
        }

        boolean replacesFacts() {
            return replaces;
        }

        boolean mayRecover() {
            return mayRecover;
        }
    }
}
