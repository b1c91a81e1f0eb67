/**
 * The Batch job: its steps and their order, partitions, the lock, restart, stop and progress. {@link
 * io.releasemedia.run.JobRunner} is the door.
 */
@NullMarked
package io.releasemedia.run;

import org.jspecify.annotations.NullMarked;
