/**
 * The endpoint {@code GET /releases/{id}/media} and its track form, as {@code openapi.yaml} describes them: {@link
 * io.releasemedia.api.EndpointServer} serves it, {@link io.releasemedia.api.ServeSettings} says how.
 */
@NullMarked
package io.releasemedia.api;

import org.jspecify.annotations.NullMarked;
