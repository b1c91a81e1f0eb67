/** AVI: the headers of RIFF's audio video interleave, with OpenDML's extensions. */
@NullMarked
package io.releasemedia.probe.format.avi;

import org.jspecify.annotations.NullMarked;
