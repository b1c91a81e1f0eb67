/**
 * Headers of codecs that several containers carry, each parsed from its bytes alone: the readers of the containers and
 * of the bare streams share them.
 */
@NullMarked
package io.releasemedia.probe.format.codec;

import org.jspecify.annotations.NullMarked;
