package io.releasemedia.enrich;

import io.releasemedia.source.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files that records name: below the job's roots, or behind its network rules. */
public final class MediaFiles {

    private final Sources sources;
    private final List<Path> roots;
    private final boolean checkRemote;

    /**
     * Reads {@code file:} URLs below {@code roots} only.
     *
     * @param checkRemote whether the fingerprint of a remote file is worth a request
     */
    public MediaFiles(Sources sources, List<Path> roots, boolean checkRemote) {
        this.sources = sources;
        this.roots = List.copyOf(roots);
        this.checkRemote = checkRemote;
    }

    /**
     * What tells cheaply that a file has changed: size and time of a local one, {@code missing} for one that is not
     * there; of a remote one what its server says, if it may be asked. Empty if nothing tells.
     */
    String fingerprint(String url) {
        if (isLocal(url)) {
            return sources.stamp(roots, url)
                    .map(stamp -> stamp.size() + ":" + stamp.modifiedMillis())
                    .orElse("missing");
        }
        if (!checkRemote) {
            return "";
        }
        try {
            return sources.revision(url).orElse("");
        } catch (IOException e) {
            // The look that follows will say why it cannot be read.
            return "";
        }
    }

    private static boolean isLocal(String url) {
        return url.regionMatches(true, 0, "file:", 0, 5);
    }
}
