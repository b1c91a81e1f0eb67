package io.releasemedia.catalog;

import java.util.List;

/** A release with its media in the order of the endpoint: position, then id. */
public record Release(ReleaseId id, String tenantId, List<Media> media) {}
