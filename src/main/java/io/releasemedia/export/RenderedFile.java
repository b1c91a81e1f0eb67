package io.releasemedia.export;

import io.releasemedia.export.Manifest.Line;

/** A file of the next export. */
record RenderedFile(Line line, Change change) {

    /** What becomes of it. */
    enum Change {
        /** Nothing. */
        NONE,
        /** The folder has the same bytes, made of other data: the manifest changes. */
        MANIFEST,
        /** It was staged. */
        FILE
    }
}
