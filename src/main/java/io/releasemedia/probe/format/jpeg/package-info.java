/** JPEG images, from their frame header. */
@NullMarked
package io.releasemedia.probe.format.jpeg;

import org.jspecify.annotations.NullMarked;
