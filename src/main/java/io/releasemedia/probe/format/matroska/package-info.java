/** Matroska and WebM (MKV, MKA, WebM): EBML elements, the segment's tracks, its clusters and tags. */
@NullMarked
package io.releasemedia.probe.format.matroska;

import org.jspecify.annotations.NullMarked;
