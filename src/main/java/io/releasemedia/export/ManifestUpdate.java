package io.releasemedia.export;

import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.Manifest.Entry;
import io.releasemedia.export.Manifest.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next manifest of the last one, release by release in the order of their ids, both as streams. As long as the
 * lines are those of the last one, only their number is kept: an export that changes nothing writes nothing.
 */
final class ManifestUpdate implements AutoCloseable {

    private final ExportFolder folder;
    private final String run;
    private final String time;
    private final ReleaseScope scope;
    private final Optional<ManifestReader> last;
    private Optional<ReleaseId> release = Optional.empty();
    private Optional<Line> upcoming;
    private long same;
    private @Nullable ManifestWriter writer;

    /** Of what the folder holds; {@code run}, {@code time} and {@code scope} are the next manifest's. */
    ManifestUpdate(ExportFolder folder, String run, String time, ReleaseScope scope) throws IOException {
        this.folder = folder;
        this.run = run;
        this.time = time;
        this.scope = scope;
        this.last = folder.manifestReader();
        this.upcoming = read();
    }

    private Optional<Line> read() throws IOException {
        Optional<Line> line = last.isPresent() ? last.get().next() : Optional.empty();
        release = line.flatMap(read -> Manifest.releaseOf(read.path()));
        return line;
    }

    /** The release that the next line of the last manifest is of; empty after the last one. */
    Optional<ReleaseId> upcomingRelease() {
        return release;
    }

    /** The lines of the last manifest that are of the upcoming release. */
    List<Line> take() throws IOException {
        Optional<ReleaseId> of = release;
        List<Line> taken = new ArrayList<>();
        while (upcoming.isPresent() && release.equals(of)) {
            taken.add(upcoming.get());
            upcoming = read();
        }
        return taken;
    }

    /** Adds a line that the last manifest has, next after the one that was added before. */
    void keep(Line line) throws IOException {
        if (writer == null) {
            same++;
        } else {
            writer.add(line);
        }
    }

    /** Adds a line. */
    void add(Line line) throws IOException {
        begun().add(line);
    }

    /** Says that a line of the last manifest is left out. */
    void leaveOut() throws IOException {
        begun();
    }

    /** Whether the lines so far differ from the last manifest's. */
    boolean isChanged() {
        return writer != null;
    }

    /** Stages the whole manifest. */
    void finish(Map<String, Entry> bundles, Map<String, String> tombstones) throws IOException {
        begun().finish(bundles, tombstones);
    }

    private ManifestWriter begun() throws IOException {
        if (writer == null) {
            writer = new ManifestWriter(folder.stageManifest(), run, time, scope);
            Optional<ManifestReader> again = folder.manifestReader();
            if (again.isPresent()) {
                try (ManifestReader reader = again.get()) {
                    for (long i = 0; i < same; i++) {
                        writer.add(reader.next().orElseThrow());
                    }
                }
            }
        }
        return writer;
    }

    @Override
    public void close() throws IOException {
        last.ifPresent(ManifestReader::close);
        if (writer != null) {
            writer.close();
        }
    }
}
