/** Windows and OS/2 bitmaps. */
@NullMarked
package io.releasemedia.probe.format.bmp;

import org.jspecify.annotations.NullMarked;
