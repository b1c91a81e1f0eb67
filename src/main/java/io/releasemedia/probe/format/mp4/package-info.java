/**
 * MP4 and its relatives (M4A, M4B, M4V, QuickTime, 3GP, fragmented MP4): boxes, the movie's tracks, their sample
 * entries, and the fragments behind them.
 */
@NullMarked
package io.releasemedia.probe.format.mp4;

import org.jspecify.annotations.NullMarked;
