/** HEIF images (HEIC, AVIF): the primary item and its properties. */
@NullMarked
package io.releasemedia.probe.format.heif;

import org.jspecify.annotations.NullMarked;
