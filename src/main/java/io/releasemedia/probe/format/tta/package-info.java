/** True Audio: lossless audio behind one fixed header. */
@NullMarked
package io.releasemedia.probe.format.tta;

import org.jspecify.annotations.NullMarked;
