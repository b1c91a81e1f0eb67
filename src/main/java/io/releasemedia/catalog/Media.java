package io.releasemedia.catalog;

import java.util.Optional;
import java.util.UUID;

/**
 * One media record of a release.
 *
 * @param trackId the track that it belongs to; empty for media of the release itself. The endpoint does not show it
 * @param cloudId storage id of a file, or a unique id of a link; unique within its release
 * @param cloudUrl where the file is kept, or the submitted link; a URI
 * @param type what the record says that it is
 * @param name file name or link title
 * @param isLink a link, not a file
 * @param releasePath temporary storage path; files only
 * @param metadata facts of the file, and any other key
 */
public record Media(
        Optional<UUID> trackId,
        String cloudId,
        String cloudUrl,
        MediaType type,
        String name,
        boolean isLink,
        Optional<String> releasePath,
        MediaMetadata metadata) {}
