/** Apple's AIFF and AIFF-C audio. */
@NullMarked
package io.releasemedia.probe.format.aiff;

import org.jspecify.annotations.NullMarked;
