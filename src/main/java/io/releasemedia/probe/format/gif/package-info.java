/** Graphics Interchange Format. */
@NullMarked
package io.releasemedia.probe.format.gif;

import org.jspecify.annotations.NullMarked;
