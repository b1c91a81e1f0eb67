/** Judges submitted links; its door, the link checker, is not there yet: links wait for it in the ledger. */
@NullMarked
package io.releasemedia.link;

import org.jspecify.annotations.NullMarked;
