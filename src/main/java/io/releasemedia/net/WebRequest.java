package io.releasemedia.net;

import java.io.IOException;
import java.util.Map;

/**
 * What to ask for.
 *
 * @param method {@code GET} or {@code HEAD}
 * @param url where to
 * @param headers sent to every hop, beside {@code User-Agent}, {@code Host} and {@code Accept}
 * @param redirects how many redirects to follow; 0: the redirect itself is the answer
 * @param deadline when the exchange ends, its body included
 * @param hook called before each request that is sent, redirects included
 */
public record WebRequest(
        String method, WebUrl url, Map<String, String> headers, int redirects, Deadline deadline, Hook hook) {

    /** The most redirects that are followed. */
    public static final int MAX_REDIRECTS = 5;

    /** Called before each request that is sent; may count, and may refuse by throwing. */
    @FunctionalInterface
    public interface Hook {

        /** Does nothing. */
        Hook NONE = url -> {};

        /** A request to this URL is about to be sent. */
        void beforeSending(WebUrl url) throws IOException;
    }

    /** A {@code GET} that follows redirects. */
    public static WebRequest get(WebUrl url, Deadline deadline) {
        return new WebRequest("GET", url, Map.of(), MAX_REDIRECTS, deadline, Hook.NONE);
    }
}
