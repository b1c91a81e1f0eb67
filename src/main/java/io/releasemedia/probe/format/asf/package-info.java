/** Microsoft's Advanced Systems Format: Windows Media audio and video. */
@NullMarked
package io.releasemedia.probe.format.asf;

import org.jspecify.annotations.NullMarked;
