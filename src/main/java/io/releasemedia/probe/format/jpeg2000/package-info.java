/** JPEG 2000 images. */
@NullMarked
package io.releasemedia.probe.format.jpeg2000;

import org.jspecify.annotations.NullMarked;
