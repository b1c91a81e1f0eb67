package io.releasemedia.probe.child;

import io.releasemedia.probe.Expectation;

/**
 * A file to probe.
 *
 * @param url as {@link io.releasemedia.source.Sources#openBelow} takes it
 * @param expectation what it is said to be
 */
public record ProbeRequest(String url, Expectation expectation) {}
