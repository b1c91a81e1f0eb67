package io.releasemedia.enrich;

import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.link.FailureHistory;
import java.util.UUID;

/**
 * A media record to look at.
 *
 * @param sourceHash of cloudId and cloudUrl as they were read: a result counts only for a record that still has them
 * @param reason why it is due; a record whose file is only to be checked has {@link DueReason#FILE_CHANGED}
 * @param knownFingerprint of the file that was looked at last, empty if there is none
 * @param linkFailures of a link, none for a file
 */
public record DueRecord(
        long mediaId,
        ReleaseId releaseId,
        String name,
        String cloudUrl,
        MediaType type,
        boolean isLink,
        UUID sourceHash,
        DueReason reason,
        String knownFingerprint,
        FailureHistory linkFailures) {}
