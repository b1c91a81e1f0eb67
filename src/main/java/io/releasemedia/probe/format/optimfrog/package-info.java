/** OptimFROG: lossless audio behind one small header. */
@NullMarked
package io.releasemedia.probe.format.optimfrog;

import org.jspecify.annotations.NullMarked;
