/**
 * The project's own readers, one folder a container, and what they share: {@link
 * io.releasemedia.probe.format.FormatReader} is what a reader is, {@link io.releasemedia.probe.format.Facts} what it
 * fills, {@link io.releasemedia.probe.format.Formats} the table that says which reader answers which MIME type.
 */
@NullMarked
package io.releasemedia.probe.format;

import org.jspecify.annotations.NullMarked;
