package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaMetadata;
import java.util.Map;
import java.util.Optional;

/**
 * What looking at a record gave.
 *
 * @param status a probe's status, or {@code waiting} for a link
 * @param reason one sentence, for any status but {@code ok}
 * @param facts keys for {@code metadata}
 * @param engine which engine established which key
 * @param fingerprint of the file that was looked at, empty if there is no cheap way to tell a change
 */
public record LookResult(
        DueRecord record,
        Status status,
        Optional<String> reason,
        MediaMetadata facts,
        Map<String, String> engine,
        String fingerprint) {

    /** How a look ended; the names are the ledger's. */
    public enum Status {
        OK(Kind.DONE),
        UNSUPPORTED(Kind.FAILED),
        MALFORMED(Kind.FAILED),
        MISMATCH(Kind.FAILED),
        UNREADABLE(Kind.MAY_RECOVER),
        TIMEOUT(Kind.MAY_RECOVER),
        BLOCKED(Kind.NOT_LOOKED),
        /** A link that waits for the link checker. */
        WAITING(Kind.SKIPPED);

        /** What a status means for the ledger. */
        private enum Kind {
            DONE,
            /** The content says so, and another look at the same content would say the same. */
            FAILED,
            /** Nothing was learned, earlier facts stay, and another look may help. */
            MAY_RECOVER,
            /** Nothing was learned, earlier facts stay, and only another policy would help. */
            NOT_LOOKED,
            SKIPPED
        }

        private final Kind kind;

        Status(Kind kind) {
            this.kind = kind;
        }

        /** The ledger's name: {@code mismatch}. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        boolean isFailure() {
            return kind != Kind.DONE && kind != Kind.SKIPPED;
        }

        boolean mayRecover() {
            return kind == Kind.MAY_RECOVER;
        }

        /** Whether the facts replace the earlier ones; otherwise those stay. */
        boolean replacesFacts() {
            return kind == Kind.DONE || kind == Kind.FAILED;
        }
    }
}
