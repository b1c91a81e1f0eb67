/** AMR, narrowband and wideband: the speech codecs of mobile phones, as files of frames. */
@NullMarked
package io.releasemedia.probe.format.amr;

import org.jspecify.annotations.NullMarked;
