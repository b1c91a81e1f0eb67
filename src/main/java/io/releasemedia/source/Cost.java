package io.releasemedia.source;

/**
 * What was spent on a source.
 *
 * @param bytesRead bytes that came from the disk or over the network (bodies, without headers)
 * @param requests network requests, redirects included; 0 for a local file
 */
public record Cost(long bytesRead, int requests) {

    /** Nothing spent. */
    public static final Cost NONE = new Cost(0, 0);
}
