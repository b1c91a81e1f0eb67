/**
 * What a step does to a record: which records are due, the ledger, and the reader, processor and writer of a chunk.
 */
@NullMarked
package io.releasemedia.enrich;

import org.jspecify.annotations.NullMarked;
