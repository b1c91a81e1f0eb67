/**
 * One door to the facts of a media file: {@link io.releasemedia.probe.Prober} detects the type by content, asks the
 * reader of that format (or a library where there is none), and answers with facts, their engines and a status, never
 * with an exception. Knows neither the database nor any framework.
 */
@NullMarked
package io.releasemedia.probe;

import org.jspecify.annotations.NullMarked;
