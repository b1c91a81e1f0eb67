/** WAVE files: RIFF, RIFX, RF64, BW64 and Sony Wave64, with whatever codec their format chunk names. */
@NullMarked
package io.releasemedia.probe.format.wav;

import org.jspecify.annotations.NullMarked;
