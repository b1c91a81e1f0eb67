/**
 * The files of an export: what a release looks like in each format, the manifest, and publishing, which never shows a
 * reader half of a change.
 */
@NullMarked
package io.releasemedia.export;

import org.jspecify.annotations.NullMarked;
