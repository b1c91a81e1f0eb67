/** JPEG XL images. */
@NullMarked
package io.releasemedia.probe.format.jpegxl;

import org.jspecify.annotations.NullMarked;
