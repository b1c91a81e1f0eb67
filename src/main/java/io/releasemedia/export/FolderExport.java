package io.releasemedia.export;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseFingerprint;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.Manifest.Entry;
import io.releasemedia.export.Manifest.Line;
import io.releasemedia.export.RenderedFile.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One export into one folder: compares the fingerprint of every release with the manifest's, renders what differs, and
 * publishes it. A release whose fingerprint is the same is not even read. Catalogue and manifest are both read in the order
 * of the releases, so that neither is kept in memory.
 */
final class FolderExport {

    private final ExportFolder folder;
    private final ExportSettings settings;
    private final List<BundleFile> wantedBundles;
    private final Manifest before;
    private final ReleaseScope covered;
    private final ReleaseScope scope;
    private final SortedMap<String, String> tombstones;
    private final SortedMap<String, Entry> bundles = new TreeMap<>();
    private final ContentDigest all = new ContentDigest();
    private long releases;
    private long bundlesWritten;
    private long bundlesDeleted;

    /** Of the releases in {@code wanted}; with bundles, of all that the folder covers, because a bundle is whole. */
    FolderExport(ExportFolder folder, ExportSettings settings, ReleaseScope wanted) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.wantedBundles = BundleFile.of(settings);
        this.before = folder.manifest();
        this.covered = folder.coverage().after(before, wanted);
        this.scope = wantedBundles.isEmpty() ? wanted : covered;
        this.tombstones = new TreeMap<>(before.tombstones());
    }

    /** Exports; {@code looked} is called once a release. */
    ExportReport run(CatalogSnapshot snapshot, String run, String now, Runnable looked) throws IOException {
        List<Bundle> open = new ArrayList<>();
        try (ManifestUpdate manifest = new ManifestUpdate(folder, run, now, covered);
                ReleaseFiles files =
                        new ReleaseFiles(folder, settings, manifest, release -> hasVanished(release, now), shown -> {
                            if (before.isEmpty()) {
                                count(shown.fingerprint(), looked);
                                write(shown.release(), open);
                            }
                        })) {
            if (before.isEmpty()) {
                writeBundles(wantedBundles, open, () -> {
                    snapshot.forEachRelease(scope, files::render);
                    files.finish(snapshot, scope);
                });
            } else {
                snapshot.forEachFingerprint(scope, fingerprint -> {
                    count(fingerprint, looked);
                    files.compare(fingerprint, snapshot, scope);
                });
                files.finish(snapshot, scope);
            }
            updateBundles(snapshot);
            if (isChanged(manifest)) {
                manifest.finish(bundles, tombstones);
                folder.publish();
            }
            return new ExportReport(
                    releases,
                    files.written() + bundlesWritten,
                    files.unchanged() + bundles.size() - bundlesWritten,
                    files.deleted() + bundlesDeleted);
        }
    }

    private void count(ReleaseFingerprint fingerprint, Runnable looked) {
        releases++;
        all.add(fingerprint);
        tombstones.remove(fingerprint.id().toString());
        looked.run();
    }

    private boolean isChanged(ManifestUpdate manifest) {
        return manifest.isChanged()
                || !bundles.equals(before.bundles())
                || !tombstones.equals(before.tombstones())
                || !covered.equals(before.scope())
                || before.isEmpty()
                || !folder.isPublished();
    }

    /** Whether a release that was not seen is no more, as far as the export's scope tells; then it has a tombstone. */
    private boolean hasVanished(ReleaseId release, String now) {
        // Whose a vanished release was is not known any more, unless all of the folder is these tenants'.
        Set<String> owners = before.scope().tenants();
        boolean ours = scope.tenants().isEmpty()
                || (!owners.isEmpty() && scope.tenants().containsAll(owners));
        boolean vanished = scope.changedSince().isEmpty()
                && ours
                && (scope.releases().isEmpty() || scope.releases().contains(release));
        if (vanished) {
            tombstones.put(release.toString(), now);
        }
        return vanished;
    }

    /** Brings what is missing or stale up to date, and deletes what is not asked for any more. */
    private void updateBundles(CatalogSnapshot snapshot) throws IOException {
        List<BundleFile> stale = new ArrayList<>();
        for (BundleFile bundle : wantedBundles) {
            String path = bundle.path(settings);
            Entry entry = before.bundles().get(path);
            if (entry != null && entry.source().equals(source(bundle)) && folder.holds(path, entry.size())) {
                bundles.put(path, entry);
            } else if (!bundles.containsKey(path)) {
                stale.add(bundle);
            }
        }
        if (!stale.isEmpty()) {
            writeStale(stale, snapshot);
        }
        for (var schema : BundleSchema.files(settings).entrySet()) {
            byte[] bytes = schema.getValue();
            take(folder.stage(new Line(schema.getKey(), StagedFile.entry(bytes, 0, "")), bytes, before.bundles()));
        }
        for (String path : before.bundles().keySet()) {
            if (!bundles.containsKey(path)) {
                folder.stageDeletion(path);
                bundlesDeleted++;
            }
        }
    }

    private String source(BundleFile bundle) {
        return all.end() + ":" + bundle.format().variant(settings);
    }

    private void writeStale(List<BundleFile> stale, CatalogSnapshot snapshot) throws IOException {
        List<Bundle> open = new ArrayList<>();
        try (Pipeline<Release> shown = new Pipeline<>(release -> write(release, open))) {
            writeBundles(stale, open, () -> {
                snapshot.forEachRelease(
                        scope,
                        release -> shown.submit(
                                release.size(), () -> settings.signedUrls().shown(release.release())));
                shown.finish();
            });
        }
    }

    private interface Reading {
        void read() throws IOException;
    }

    /** Opens bundles, which {@code reading} then writes to. */
    private void writeBundles(List<BundleFile> files, List<Bundle> open, Reading reading) throws IOException {
        try {
            for (BundleFile file : files) {
                String path = file.path(settings);
                if (!before.bundles().containsKey(path)) {
                    folder.refuseForeign(path);
                }
                open.add(new Bundle(file, folder.stage(path), settings));
            }
            reading.read();
            for (Bundle bundle : open) {
                Line line = new Line(bundle.kind().path(settings), bundle.finish(source(bundle.kind())));
                Change change = folder.changeTo(line, before.bundles());
                if (change != Change.FILE) {
                    folder.unstage(line.path());
                }
                take(new RenderedFile(line, change));
            }
        } finally {
            open.forEach(Bundle::abandon);
        }
    }

    private static void write(Release shown, List<Bundle> open) throws IOException {
        for (Bundle bundle : open) {
            bundle.write(shown);
        }
    }

    private void take(RenderedFile file) {
        bundles.put(file.line().path(), file.line().entry());
        if (file.change() == Change.FILE) {
            bundlesWritten++;
        }
    }
}
