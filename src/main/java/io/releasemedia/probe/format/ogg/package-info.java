/**
 * Ogg: pages of one or more streams, one behind the other (chained) or side by side (multiplexed). {@link
 * io.releasemedia.probe.format.ogg.OggReader} is the door; tracks are what the first packets of the streams say.
 */
@NullMarked
package io.releasemedia.probe.format.ogg;

import org.jspecify.annotations.NullMarked;
