package io.releasemedia.export;

import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Exports releases as files: only what changed is written, releases that vanished are deleted and leave a tombstone, and
 * an export without any change touches nothing.
 */
public final class CatalogExport {

    private final Path out;
    private final List<ExportFormat> formats;
    private final String run;
    private final Clock clock;

    /** An export into a folder, in the name of a run. */
    public CatalogExport(Path out, List<ExportFormat> formats, String run, Clock clock) {
        this.out = out;
        this.formats = List.copyOf(formats);
        this.run = run;
        this.clock = clock;
    }

    /** Takes releases. */
    public interface Sink {
        /** Called once a release. */
        void accept(Release release) throws IOException;
    }

    /** Gives all releases of a selection to a sink. */
    public interface Releases {
        /** Called once an export. */
        void forEach(Sink sink) throws IOException;
    }

    /**
     * Checks that the folder can be written and finishes what an earlier export left undone.
     *
     * @throws IOException it cannot
     */
    public static void prepare(Path out) throws IOException {
        ExportFolder.open(out).close();
    }

    /**
     * Exports.
     *
     * @param selection what {@code releases} gives; files of other releases stay as they are
     * @throws IOException the folder cannot be written; it still shows the last export, or the next call repairs it
     */
    public ExportReport export(Selection selection, Releases releases) throws IOException {
        try (ExportFolder folder = ExportFolder.open(out)) {
            Manifest before = folder.manifest();
            Pass pass = new Pass(folder, before);
            releases.forEach(pass::take);
            return pass.finish(selection);
        }
    }

    /** Path of a release's file below the folder. */
    static String path(ReleaseId release, ExportFormat format) {
        String id = release.toString();
        return "releases/" + id.substring(0, 2) + "/" + id + "." + format.key();
    }

    /** One export on its way. */
    private final class Pass {
        private final ExportFolder folder;
        private final Manifest before;
        private final SortedMap<String, Manifest.Entry> files = new TreeMap<>();
        private final Set<String> seen = new TreeSet<>();
        private long written;

        Pass(ExportFolder folder, Manifest before) {
            this.folder = folder;
            this.before = before;
        }

        void take(Release release) throws IOException {
            seen.add(release.id().toString());
            for (ExportFormat format : formats) {
                byte[] bytes = format.render(release);
                String path = path(release.id(), format);
                Manifest.Entry entry = new Manifest.Entry(
                        bytes.length, sha256(bytes), release.media().size());
                files.put(path, entry);
                if (!entry.equals(before.files().get(path)) || !folder.holds(path, entry.size())) {
                    folder.stage(path, bytes);
                    written++;
                }
            }
        }

        ExportReport finish(Selection selection) throws IOException {
            long unchanged = files.size() - written;
            List<String> gone = new ArrayList<>();
            SortedMap<String, String> tombstones = new TreeMap<>(before.tombstones());
            tombstones.keySet().removeAll(seen);
            String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            before.files().forEach((path, entry) -> {
                String release = releaseOf(path);
                if (files.containsKey(path)) {
                    return;
                }
                if (seen.contains(release)) {
                    gone.add(path); // in a format that is not written any more, so it would grow stale
                } else if (isWithin(release, selection)) {
                    gone.add(path);
                    tombstones.put(release, now);
                } else {
                    files.put(path, entry);
                }
            });
            if (written > 0 || !gone.isEmpty() || !folder.isPublished() || !tombstones.equals(before.tombstones())) {
                folder.publish(new Manifest(run, now, files, tombstones), gone);
            }
            return new ExportReport(seen.size(), written, unchanged, gone.size());
        }

        /** Whether a release that was not seen has vanished, as far as the selection tells. */
        private boolean isWithin(String release, Selection selection) {
            if (!selection.tenants().isEmpty()) {
                return false; // whose a vanished release was is not known any more
            }
            return selection.releases().isEmpty()
                    || ReleaseId.parse(release)
                            .filter(selection.releases()::contains)
                            .isPresent();
        }
    }

    private static String releaseOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
