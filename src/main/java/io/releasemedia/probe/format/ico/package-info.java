/** Windows icons and cursors. */
@NullMarked
package io.releasemedia.probe.format.ico;

import org.jspecify.annotations.NullMarked;
