/** AC-3 and E-AC-3 (Dolby Digital and Digital Plus) as a bare stream of frames. */
@NullMarked
package io.releasemedia.probe.format.ac3;

import org.jspecify.annotations.NullMarked;
