package io.releasemedia.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A release with its media in the order of the endpoint: position, then id.
 *
 * @param title empty if the platform gave none
 * @param status {@code draft}, {@code submitted}, {@code approved} or {@code rejected}; empty if the platform gave none
 */
public record Release(
        ReleaseId id, String tenantId, Optional<String> title, Optional<String> status, List<Media> media) {}
