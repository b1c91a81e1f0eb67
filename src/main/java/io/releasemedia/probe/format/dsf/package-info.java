/** DSD in Sony's DSF container. */
@NullMarked
package io.releasemedia.probe.format.dsf;

import org.jspecify.annotations.NullMarked;
