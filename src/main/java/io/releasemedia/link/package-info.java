/**
 * Judges submitted links: {@link io.releasemedia.link.LinkChecker} is the door, {@link
 * io.releasemedia.link.LinkVerdict} what it says, and {@link io.releasemedia.link.FailureHistory} how long a link may
 * fail before it counts as dead. What single providers answer is data, in {@code providers.yaml}.
 */
@NullMarked
package io.releasemedia.link;

import org.jspecify.annotations.NullMarked;
