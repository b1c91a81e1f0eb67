/** DSD and DST in Philips' DSDIFF container. */
@NullMarked
package io.releasemedia.probe.format.dff;

import org.jspecify.annotations.NullMarked;
