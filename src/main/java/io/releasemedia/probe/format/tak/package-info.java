/** TAK, Tom's lossless Audio Kompressor. */
@NullMarked
package io.releasemedia.probe.format.tak;

import org.jspecify.annotations.NullMarked;
