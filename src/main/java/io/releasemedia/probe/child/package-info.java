/**
 * Probing in other processes, so that no file can end or stop the job: {@link
 * io.releasemedia.probe.child.ChildProbes} keeps child JVMs with a bounded heap, which run {@link
 * io.releasemedia.probe.child.ChildMain} and are killed when a file takes too long. {@link
 * io.releasemedia.probe.child.InProcessProbes} is the same door without the wall, and what a child does its work with.
 */
@NullMarked
package io.releasemedia.probe.child;

import org.jspecify.annotations.NullMarked;
