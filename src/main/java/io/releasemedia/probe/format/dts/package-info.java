/** DTS as a bare stream of frames. */
@NullMarked
package io.releasemedia.probe.format.dts;

import org.jspecify.annotations.NullMarked;
