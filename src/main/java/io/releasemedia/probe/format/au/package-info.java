/** Sun's and NeXT's AU audio. */
@NullMarked
package io.releasemedia.probe.format.au;

import org.jspecify.annotations.NullMarked;
