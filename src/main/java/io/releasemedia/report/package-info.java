/** The history of runs, and what a run did, for people and machines. */
@NullMarked
package io.releasemedia.report;

import org.jspecify.annotations.NullMarked;
