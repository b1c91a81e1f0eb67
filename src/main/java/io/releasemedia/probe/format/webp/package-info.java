/** WebP images. */
@NullMarked
package io.releasemedia.probe.format.webp;

import org.jspecify.annotations.NullMarked;
