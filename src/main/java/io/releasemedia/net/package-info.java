/**
 * The one way out to other people's servers: {@link io.releasemedia.net.WebClient} with one connection pool, the
 * {@link io.releasemedia.net.AddressPolicy} that says which addresses may be reached, and {@link
 * io.releasemedia.net.WebUrl}, a URL as it will be requested, whose text form never shows a query or a password.
 */
@NullMarked
package io.releasemedia.net;

import org.jspecify.annotations.NullMarked;
