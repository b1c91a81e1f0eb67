/** MPEG audio layers I to III as a bare stream of frames: MP1, MP2 and MP3 files. */
@NullMarked
package io.releasemedia.probe.format.mpegaudio;

import org.jspecify.annotations.NullMarked;
