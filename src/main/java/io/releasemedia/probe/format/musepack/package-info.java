/** Musepack, stream versions 4 to 8. */
@NullMarked
package io.releasemedia.probe.format.musepack;

import org.jspecify.annotations.NullMarked;
