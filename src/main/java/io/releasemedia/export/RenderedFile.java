package io.releasemedia.export;

import io.releasemedia.export.Manifest.Entry;

/**
 * A file of the next export.
 *
 * @param isWritten whether it was staged; else the folder has the same file already
 */
record RenderedFile(String path, Entry entry, boolean isWritten) {}
