/** AAC without a container: ADTS and LOAS streams of frames, and ADIF with its one header. */
@NullMarked
package io.releasemedia.probe.format.adts;

import org.jspecify.annotations.NullMarked;
