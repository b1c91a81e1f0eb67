package io.releasemedia.enrich;

import io.releasemedia.catalog.Selection;
import java.time.Duration;
import java.util.Optional;

/**
 * Which records a run looks at.
 *
 * @param within the part of the catalogue
 * @param failed those whose last look failed, whether due or not
 * @param force all, whether due or not
 * @param reprobeAfter files whose last look is longer ago are due; absent: age does not matter
 * @param checkRemoteAfter remote files whose last look is longer ago are asked whether they changed; absent: never
 * @param run the run that asks: what it looked at already is done
 */
public record DueSelection(
        Selection within,
        boolean failed,
        boolean force,
        Optional<Duration> reprobeAfter,
        Optional<Duration> checkRemoteAfter,
        long run) {}
