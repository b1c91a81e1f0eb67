/** Scalable Vector Graphics. */
@NullMarked
package io.releasemedia.probe.format.svg;

import org.jspecify.annotations.NullMarked;
