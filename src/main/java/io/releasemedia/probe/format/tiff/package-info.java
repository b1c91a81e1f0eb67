/** TIFF and BigTIFF images. */
@NullMarked
package io.releasemedia.probe.format.tiff;

import org.jspecify.annotations.NullMarked;
