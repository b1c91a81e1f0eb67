package io.releasemedia.source;

import java.time.Duration;

/**
 * The most that may be spent on one source.
 *
 * @param bytes bytes read
 * @param requests network requests
 * @param time wall time from opening to the last read
 */
public record Budget(long bytes, int requests, Duration time) {

    /** For a file on a local disk: reading is cheap, so only the time binds. */
    public static final Budget LOCAL = new Budget(Long.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(30));

    /**
     * For a file behind a network: a probe needs kilobytes, never the file, and a few requests; only samples of a stream
     * whose rate varies take up to 112.
     */
    public static final Budget REMOTE = new Budget(4 << 20, 128, Duration.ofSeconds(60));
}
