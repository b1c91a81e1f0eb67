/** Portable Network Graphics. */
@NullMarked
package io.releasemedia.probe.format.png;

import org.jspecify.annotations.NullMarked;
