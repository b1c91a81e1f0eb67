/** Tags around the audio, which are not audio: they are recognised only to be stepped over. */
@NullMarked
package io.releasemedia.probe.format.tag;

import org.jspecify.annotations.NullMarked;
