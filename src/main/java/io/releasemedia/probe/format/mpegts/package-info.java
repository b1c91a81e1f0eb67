/** MPEG transport streams, and what they share with program streams: packetized elementary streams and their facts. */
@NullMarked
package io.releasemedia.probe.format.mpegts;

import org.jspecify.annotations.NullMarked;
