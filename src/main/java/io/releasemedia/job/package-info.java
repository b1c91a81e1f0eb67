/**
 * Job files: {@link io.releasemedia.job.JobFile} turns YAML and the command line's changes to it into a validated {@link
 * io.releasemedia.job.JobSpec}, or says which line is wrong and what it may say.
 */
@NullMarked
package io.releasemedia.job;

import org.jspecify.annotations.NullMarked;
