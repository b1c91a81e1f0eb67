package io.releasemedia.source;

/**
 * What a file system says cheaply about whether a file changed.
 *
 * @param size bytes
 * @param modifiedMillis last modification, milliseconds since 1970
 */
public record FileStamp(long size, long modifiedMillis) {}
