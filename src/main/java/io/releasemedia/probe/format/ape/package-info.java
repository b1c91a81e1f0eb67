/** Monkey's Audio: lossless audio with a header that changed at version 3.98. */
@NullMarked
package io.releasemedia.probe.format.ape;

import org.jspecify.annotations.NullMarked;
