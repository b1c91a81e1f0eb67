package io.releasemedia.net;

import org.apache.hc.core5.http.HttpHost;

/**
 * Which port of a URL's host is connected to, and whether the connection is encrypted. Tests answer for any host and
 * port from a server of their own; the address that the host resolves to is judged all the same.
 */
@FunctionalInterface
interface Dialer {

    /** As the URL says. */
    Dialer DIRECT = url -> new HttpHost(url.scheme(), url.host(), url.port());

    HttpHost dial(WebUrl url);
}
