/**
 * The catalogue: releases and their media, the one JSON shape of a release, import, and {@link
 * io.releasemedia.catalog.MediaStore} with all SQL about them.
 */
@NullMarked
package io.releasemedia.catalog;

import org.jspecify.annotations.NullMarked;
