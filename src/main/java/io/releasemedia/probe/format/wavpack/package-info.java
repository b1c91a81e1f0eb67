/** WavPack: blocks of lossless or hybrid audio, PCM and DSD. */
@NullMarked
package io.releasemedia.probe.format.wavpack;

import org.jspecify.annotations.NullMarked;
