/** Flash video: the header, the script data and the first tags of an FLV file. */
@NullMarked
package io.releasemedia.probe.format.flv;

import org.jspecify.annotations.NullMarked;
