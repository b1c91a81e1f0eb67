/**
 * Streams that are nothing but frames, each with a sync word and its own length: finding the first one behind junk,
 * counting all, and estimating from samples where counting would cost a download. A codec adds its {@link
 * io.releasemedia.probe.format.frames.FrameSyntax}.
 */
@NullMarked
package io.releasemedia.probe.format.frames;

import org.jspecify.annotations.NullMarked;
