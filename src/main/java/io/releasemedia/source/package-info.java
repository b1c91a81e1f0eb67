/**
 * Where a media file's bytes come from: {@link io.releasemedia.source.ByteSource} with a local file, HTTP ranges or
 * the S3 protocol behind it, what was spent on it, and the budget that bounds it. Knows neither formats nor the
 * database.
 */
@NullMarked
package io.releasemedia.source;

import org.jspecify.annotations.NullMarked;
