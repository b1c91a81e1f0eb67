/** The endpoint {@code GET /releases/{id}/media}; not there yet, its document is {@code openapi.yaml}. */
@NullMarked
package io.releasemedia.api;

import org.jspecify.annotations.NullMarked;
