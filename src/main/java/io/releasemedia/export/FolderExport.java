package io.releasemedia.export;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseFingerprint;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.Manifest.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One export into one folder: compares the fingerprint of every release with the manifest's, renders what differs, and
 * publishes it. A release whose fingerprint is the same is not even read.
 */
final class FolderExport {

    /** So many releases are asked for at once by their ids. */
    private static final int ASKED_AT_ONCE = 1_000;

    /** If more than one in so many releases changed, reading all is cheaper than asking for some. */
    private static final int FEW = 4;

    private final ExportFolder folder;
    private final ExportSettings settings;
    private final List<ExportFormat> perRelease;
    private final List<ExportFormat> bundles;
    private final Manifest before;
    private final ReleaseScope covered;
    private final ReleaseScope scope;
    private final SortedMap<String, Entry> files = new TreeMap<>();
    private final Set<ReleaseId> seen = new HashSet<>();
    private final SortedMap<ReleaseId, String> stale = new TreeMap<>();
    private final ContentDigest all = new ContentDigest();
    private long written;

    /** Of the releases in {@code wanted}; with bundles, of all that the folder covers, because a bundle is whole. */
    FolderExport(ExportFolder folder, ExportSettings settings, ReleaseScope wanted) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.perRelease =
                settings.formats().stream().filter(format -> !format.isBundle()).toList();
        this.bundles =
                settings.formats().stream().filter(ExportFormat::isBundle).toList();
        this.before = folder.manifest();
        folder.refuseOtherTenants(before, wanted);
        this.covered = before.scopeWith(wanted);
        this.scope = bundles.isEmpty() ? wanted : covered;
    }

    /** Exports; {@code looked} is called once a release. */
    ExportReport run(CatalogSnapshot snapshot, String run, String now, Runnable looked) throws IOException {
        try (Renderers renderers = new Renderers(this::take)) {
            if (before.files().isEmpty()) {
                readAll(
                        bundles,
                        open -> snapshot.forEachFingerprinted(scope, (fingerprint, release) -> {
                            look(fingerprint);
                            write(release, open, renderers);
                            looked.run();
                        }));
            } else {
                snapshot.forEachFingerprint(scope, fingerprint -> {
                    look(fingerprint);
                    looked.run();
                });
                readStale(snapshot, renderers);
            }
            renderers.finish();
        }
        for (var schema : BundleSchema.files(settings).entrySet()) {
            byte[] bytes = schema.getValue();
            take(stage(schema.getKey(), bytes, StagedFile.entry(bytes, 0, "")));
        }
        return finish(run, now);
    }

    private void look(ReleaseFingerprint fingerprint) {
        ReleaseId id = fingerprint.id();
        seen.add(id);
        all.add(fingerprint);
        for (ExportFormat format : perRelease) {
            if (!keeps(format.path(id), source(fingerprint.hash(), format))) {
                stale.put(id, fingerprint.hash());
            }
        }
    }

    private String source(String fingerprint, ExportFormat format) {
        return fingerprint + ":" + format.variant(settings);
    }

    /** Whether a file is there that was rendered from the same; then it stays. */
    private boolean keeps(String path, String source) {
        Entry entry = before.files().get(path);
        if (entry == null || !entry.source().equals(source) || !folder.holds(path, entry.size())) {
            return false;
        }
        files.put(path, entry);
        return true;
    }

    /** Reads what the fingerprints say has changed: all of it for a bundle, else the changed releases alone. */
    private void readStale(CatalogSnapshot snapshot, Renderers renderers) throws IOException {
        String content = all.end();
        List<ExportFormat> staleBundles = bundles.stream()
                .filter(format -> !keeps(format.bundlePath(settings), source(content, format)))
                .toList();
        if (!staleBundles.isEmpty() || stale.size() > seen.size() / FEW) {
            readAll(staleBundles, open -> snapshot.forEachRelease(scope, release -> write(release, open, renderers)));
            return;
        }
        Set<ReleaseId> asked = new HashSet<>();
        for (ReleaseId id : stale.keySet()) {
            asked.add(id);
            if (asked.size() == ASKED_AT_ONCE) {
                readSome(asked, snapshot, renderers);
            }
        }
        if (!asked.isEmpty()) {
            readSome(asked, snapshot, renderers);
        }
    }

    private void readSome(Set<ReleaseId> asked, CatalogSnapshot snapshot, Renderers renderers) throws IOException {
        snapshot.forEachRelease(scope.ofReleases(asked), release -> write(release, List.of(), renderers));
        asked.clear();
    }

    private interface Reading {
        void into(List<Bundle> open) throws IOException;
    }

    private void readAll(List<ExportFormat> formats, Reading reading) throws IOException {
        List<Bundle> open = new ArrayList<>();
        try {
            for (ExportFormat format : formats) {
                String path = format.bundlePath(settings);
                if (!before.files().containsKey(path)) {
                    folder.refuseForeign(path);
                }
                open.add(new Bundle(format, path, folder.stage(path), settings));
            }
            reading.into(open);
            for (Bundle bundle : open) {
                finish(bundle);
            }
        } finally {
            open.forEach(Bundle::abandon);
        }
    }

    private void finish(Bundle bundle) throws IOException {
        Entry entry = bundle.finish(source(all.end(), bundle.format()));
        boolean same = holdsAlready(bundle.path(), entry);
        if (same) {
            folder.unstage(bundle.path());
        }
        take(new RenderedFile(bundle.path(), entry, !same));
    }

    private void write(Release release, List<Bundle> open, Renderers renderers) throws IOException {
        String fingerprint = stale.get(release.id());
        if (fingerprint != null) {
            renderers.submit(() -> render(release, fingerprint));
        }
        if (!open.isEmpty()) {
            Release shown = settings.signedUrls().shown(release);
            for (Bundle bundle : open) {
                bundle.write(shown);
            }
        }
    }

    private List<RenderedFile> render(Release release, String fingerprint) throws IOException {
        List<RenderedFile> rendered = new ArrayList<>(perRelease.size());
        for (ExportFormat format : perRelease) {
            byte[] bytes = format.render(release, settings);
            Entry entry = StagedFile.entry(bytes, release.media().size(), source(fingerprint, format));
            rendered.add(stage(format.path(release.id()), bytes, entry));
        }
        return rendered;
    }

    private RenderedFile stage(String path, byte[] bytes, Entry entry) throws IOException {
        boolean same = holdsAlready(path, entry);
        if (!same) {
            folder.stage(path, bytes);
        }
        return new RenderedFile(path, entry, !same);
    }

    private boolean holdsAlready(String path, Entry entry) throws IOException {
        Entry old = before.files().get(path);
        if (old == null) {
            folder.refuseForeign(path);
        }
        return old != null && old.isSameFile(entry) && folder.holds(path, entry.size());
    }

    private void take(RenderedFile file) {
        files.put(file.path(), file.entry());
        if (file.isWritten()) {
            written++;
        }
    }

    private ExportReport finish(String run, String now) throws IOException {
        long unchanged = files.size() - written;
        List<String> gone = new ArrayList<>();
        SortedMap<String, String> tombstones = new TreeMap<>(before.tombstones());
        seen.forEach(id -> tombstones.remove(id.toString()));
        before.files().forEach((path, entry) -> {
            if (files.containsKey(path)) {
                return;
            }
            ReleaseId release = Manifest.releaseOf(path).orElse(null);
            if (release == null || seen.contains(release)) {
                gone.add(path); // in a format that is not written any more, so it would grow stale
            } else if (hasVanished(release)) {
                gone.add(path);
                tombstones.put(release.toString(), now);
            } else {
                files.put(path, entry);
            }
        });
        Manifest after = new Manifest(run, now, covered, files, tombstones);
        if (written > 0 || !gone.isEmpty() || !folder.isPublished() || !after.holdsTheSameAs(before)) {
            folder.publish(after, gone);
        }
        return new ExportReport(seen.size(), written, unchanged, gone.size());
    }

    /** Whether a release that was not seen is no more, as far as the export's scope tells. */
    private boolean hasVanished(ReleaseId release) {
        if (scope.changedSince().isPresent()) {
            return false;
        }
        // Whose a vanished release was is not known any more, unless all of the folder is these tenants'.
        Set<String> owners = before.scope().tenants();
        boolean ours = scope.tenants().isEmpty()
                || (!owners.isEmpty() && scope.tenants().containsAll(owners));
        return ours && (scope.releases().isEmpty() || scope.releases().contains(release));
    }
}
