/** MPEG program streams: MPG files and DVD's VOB. */
@NullMarked
package io.releasemedia.probe.format.mpegps;

import org.jspecify.annotations.NullMarked;
