/** Native FLAC: metadata blocks and, where these do not tell the length, the last frame. */
@NullMarked
package io.releasemedia.probe.format.flac;

import org.jspecify.annotations.NullMarked;
