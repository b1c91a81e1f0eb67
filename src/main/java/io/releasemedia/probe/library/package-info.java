/**
 * Adapters of the libraries that answer where the project has no reader of its own, and that {@code probe --explain}
 * shows beside it. No class outside this package names a type of these libraries, except Tika's MIME registry.
 */
@NullMarked
package io.releasemedia.probe.library;

import org.jspecify.annotations.NullMarked;
