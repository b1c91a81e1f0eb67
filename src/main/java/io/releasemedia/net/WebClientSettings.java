package io.releasemedia.net;

import java.time.Duration;
import java.util.List;

/**
 * How a {@link WebClient} behaves.
 *
 * @param allowed CIDR ranges opened on purpose
 * @param contact URL or address that the {@code User-Agent} names for complaints; empty: none
 * @param connections the most connections open at once
 * @param connectionsPerHost the most of these to one host
 * @param connectTimeout for one address of a name
 * @param silence the longest wait for the next byte of an answer
 */
public record WebClientSettings(
        List<String> allowed,
        String contact,
        int connections,
        int connectionsPerHost,
        Duration connectTimeout,
        Duration silence) {

    /** Public addresses only. */
    public static final WebClientSettings DEFAULT =
            new WebClientSettings(List.of(), "", 1024, 128, Duration.ofSeconds(10), Duration.ofSeconds(20));

    /**
     * Checks the ranges, so that a wrong one is reported before anything is done.
     *
     * @throws IllegalArgumentException one of {@code allowed} is no range of addresses
     */
    public WebClientSettings {
        allowed = List.copyOf(allowed);
        if (!allowed.isEmpty()) {
            AddressPolicy.opening(allowed);
        }
    }

    /** The same with these ranges opened. */
    public WebClientSettings allowing(List<String> ranges) {
        return new WebClientSettings(ranges, contact, connections, connectionsPerHost, connectTimeout, silence);
    }

    /** The same with this contact in the {@code User-Agent}. */
    public WebClientSettings contact(String url) {
        return new WebClientSettings(allowed, url, connections, connectionsPerHost, connectTimeout, silence);
    }

    String userAgent() {
        String version = WebClientSettings.class.getPackage().getImplementationVersion();
        String product = "release-media/" + (version == null ? "dev" : version);
        return contact.isEmpty() ? product : product + " (+" + contact + ")";
    }
}
