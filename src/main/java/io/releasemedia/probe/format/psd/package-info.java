/** Photoshop documents, PSD and PSB. */
@NullMarked
package io.releasemedia.probe.format.psd;

import org.jspecify.annotations.NullMarked;
