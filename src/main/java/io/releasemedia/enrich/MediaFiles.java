package io.releasemedia.enrich;

import io.releasemedia.source.ByteSource;
import io.releasemedia.source.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files that records name: below the job's roots, or behind its network rules. */
public final class MediaFiles {

    private final Sources sources;
    private final List<Path> roots;

    /** Reads {@code file:} URLs below {@code roots} only. */
    public MediaFiles(Sources sources, List<Path> roots) {
        this.sources = sources;
        this.roots = List.copyOf(roots);
    }

    ByteSource open(String url) throws IOException {
        return sources.openBelow(roots, url);
    }

    /**
     * What tells cheaply that a file has changed: size and time of a local one, {@code missing} for one that is not
     * there, empty for what is not local.
     */
    String fingerprint(String url) {
        if (!url.regionMatches(true, 0, "file:", 0, 5)) {
            return "";
        }
        return sources.stamp(roots, url)
                .map(stamp -> stamp.size() + ":" + stamp.modifiedMillis())
                .orElse("missing");
    }
}
