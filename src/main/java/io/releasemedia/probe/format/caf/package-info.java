/** Apple's Core Audio Format. */
@NullMarked
package io.releasemedia.probe.format.caf;

import org.jspecify.annotations.NullMarked;
