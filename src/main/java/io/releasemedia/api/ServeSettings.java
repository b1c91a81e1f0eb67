package io.releasemedia.api;

import java.util.Optional;

/**
 * How the endpoint is served.
 *
 * @param api where the endpoint listens
 * @param management where health and metrics listen; empty: nowhere
 * @param connections to the database, the most at once
 * @param tokens which tokens open it
 */
public record ServeSettings(Listener api, Optional<Listener> management, int connections, TokenSettings tokens) {

    /**
     * A place to listen at.
     *
     * @param address of the interface; {@code 0.0.0.0} is all of them
     * @param port 0 takes a free one
     */
    public record Listener(String address, int port) {}
}
