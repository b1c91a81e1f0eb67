package io.releasemedia.export;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseFingerprint;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.catalog.StoredRelease;
import io.releasemedia.export.Manifest.Entry;
import io.releasemedia.export.Manifest.Line;
import io.releasemedia.export.Pipeline.Taker;
import io.releasemedia.export.RenderedFile.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The files of releases in one export: which stay, which are rendered, which go. Releases come in the order of their ids;
 * they are rendered on many threads, and their lines get into the manifest in their order.
 */
final class ReleaseFiles implements AutoCloseable {

    /** So many releases are compared before those among them that changed are asked for by their ids. */
    private static final int AT_ONCE = 1_000;

    /** What a release that stays weighs in the pipeline. */
    private static final long SIZE_OF_LINES = 500;

    private final ExportFolder folder;
    private final ExportSettings settings;
    private final List<ExportFormat> formats;
    private final ManifestUpdate manifest;
    private final Predicate<ReleaseId> vanished;
    private final Taker<Shown> rendered;
    private final Pipeline<Rendered> pipeline = new Pipeline<>(this::take);
    private final List<Look> looks = new ArrayList<>(AT_ONCE);
    private long looked;
    private long written;
    private long deleted;

    /**
     * A release that was compared.
     *
     * @param before its lines in the last manifest
     * @param kept the lines that stay as they are; empty if it is to be rendered
     */
    private record Look(ReleaseId id, List<Line> before, Optional<List<Line>> kept) {}

    /**
     * A release in the next export.
     *
     * @param shown empty if it was not read
     */
    private record Rendered(Optional<Shown> shown, List<RenderedFile> files) {}

    /**
     * A release that was read.
     *
     * @param release as the export shows it
     */
    record Shown(ReleaseFingerprint fingerprint, Release release) {}

    /**
     * Of one export.
     *
     * @param vanished is asked once about every release that the last export has and this one did not see
     * @param rendered is given the releases that were read, in their order
     */
    ReleaseFiles(
            ExportFolder folder,
            ExportSettings settings,
            ManifestUpdate manifest,
            Predicate<ReleaseId> vanished,
            Taker<Shown> rendered) {
        this.folder = folder;
        this.settings = settings;
        this.formats = settings.formats().stream()
                .filter(format -> !format.isBundle())
                .sorted(Comparator.comparing(ExportFormat::key)) // as their paths
                .toList();
        this.manifest = manifest;
        this.vanished = vanished;
        this.rendered = rendered;
    }

    long written() {
        return written;
    }

    long unchanged() {
        return looked - written;
    }

    long deleted() {
        return deleted;
    }

    /** Renders the files of a release some time. */
    void render(StoredRelease release) throws IOException {
        looked += formats.size();
        render(release, List.of());
    }

    private void render(StoredRelease release, List<Line> before) throws IOException {
        pipeline.submit(release.size(), () -> rendered(release, before));
    }

    private Rendered rendered(StoredRelease stored, List<Line> before) throws IOException {
        ReleaseFingerprint fingerprint = stored.fingerprint();
        Release shown = settings.signedUrls().shown(stored.release());
        Map<String, Entry> old = before.stream().collect(Collectors.toMap(Line::path, Line::entry));
        List<RenderedFile> files = new ArrayList<>(formats.size());
        for (ExportFormat format : formats) {
            byte[] bytes = format.render(shown, settings);
            Entry entry = StagedFile.entry(bytes, stored.mediaCount(), source(fingerprint, format));
            files.add(folder.stage(new Line(format.path(stored.id()), entry), bytes, old));
        }
        return new Rendered(Optional.of(new Shown(fingerprint, shown)), files);
    }

    /** Compares a release with the last export; if it is stale, it is rendered some time. */
    void compare(ReleaseFingerprint fingerprint, CatalogSnapshot snapshot, ReleaseScope scope) throws IOException {
        ReleaseId id = fingerprint.id();
        passOver(before -> before.compareTo(id) < 0, snapshot, scope);
        List<Line> before = manifest.upcomingRelease().filter(id::equals).isPresent() ? manifest.take() : List.of();
        looks.add(new Look(id, before, kept(fingerprint, before)));
        looked += formats.size();
        renderStale(AT_ONCE, snapshot, scope);
    }

    /** The lines that stay as they are; empty if one of the files has to be rendered. */
    private Optional<List<Line>> kept(ReleaseFingerprint fingerprint, List<Line> before) throws IOException {
        List<Line> kept = new ArrayList<>(formats.size());
        for (Line line : before) {
            Optional<ExportFormat> format = formats.stream()
                    .filter(one -> one.path(fingerprint.id()).equals(line.path()))
                    .findFirst();
            if (format.isEmpty()) {
                delete(line.path()); // in a format that is not written any more, so it would grow stale
            } else if (line.entry().source().equals(source(fingerprint, format.get()))
                    && folder.holds(line.path(), line.entry().size())) {
                kept.add(line);
            }
        }
        return kept.size() == formats.size() ? Optional.of(kept) : Optional.empty();
    }

    /** Looks at the upcoming releases of the last export, which this one did not see. */
    private void passOver(Predicate<ReleaseId> which, CatalogSnapshot snapshot, ReleaseScope scope) throws IOException {
        while (manifest.upcomingRelease().filter(which).isPresent()) {
            ReleaseId release = manifest.upcomingRelease().orElseThrow();
            List<Line> lines = manifest.take();
            if (vanished.test(release)) {
                for (Line line : lines) {
                    delete(line.path());
                }
            } else {
                refuseIfUnlike(release, lines);
                looks.add(new Look(release, lines, Optional.of(lines)));
                renderStale(AT_ONCE, snapshot, scope);
            }
        }
    }

    /** Refuses to leave files beside others of other formats or settings: nobody could tell what the folder holds. */
    private void refuseIfUnlike(ReleaseId release, List<Line> lines) throws IOException {
        Map<String, String> there = lines.stream()
                .collect(Collectors.toMap(Line::path, line -> line.entry().variant()));
        Map<String, String> wanted = formats.stream()
                .collect(Collectors.toMap(format -> format.path(release), format -> format.variant(settings)));
        if (!there.equals(wanted)) {
            throw folder.coverage().unlike(there.keySet());
        }
    }

    private void delete(String path) throws IOException {
        manifest.leaveOut();
        folder.stageDeletion(path);
        deleted++;
    }

    /** Renders what was compared and is stale, adds the rest of the last manifest, and waits for all of it. */
    void finish(CatalogSnapshot snapshot, ReleaseScope scope) throws IOException {
        passOver(release -> true, snapshot, scope);
        renderStale(0, snapshot, scope);
        pipeline.finish();
    }

    /** Renders the stale releases once so many were compared. */
    private void renderStale(int from, CatalogSnapshot snapshot, ReleaseScope scope) throws IOException {
        if (looks.size() < from) {
            return;
        }
        Set<ReleaseId> stale =
                looks.stream().filter(look -> look.kept.isEmpty()).map(Look::id).collect(Collectors.toSet());
        Iterator<Look> inOrder = looks.iterator();
        if (!stale.isEmpty()) {
            snapshot.forEachRelease(
                    scope.ofReleases(stale), release -> render(release, keepUpTo(release.id(), inOrder).before));
        }
        while (inOrder.hasNext()) {
            keep(inOrder.next());
        }
        looks.clear();
    }

    /** Keeps what stands before a stale release. */
    private Look keepUpTo(ReleaseId stale, Iterator<Look> inOrder) throws IOException {
        Look look = inOrder.next();
        while (!look.id.equals(stale)) {
            keep(look);
            look = inOrder.next();
        }
        return look;
    }

    private void keep(Look look) throws IOException {
        Rendered kept = new Rendered(
                Optional.empty(),
                look.kept.orElseThrow().stream()
                        .map(line -> new RenderedFile(line, Change.NONE))
                        .toList());
        pipeline.submit(SIZE_OF_LINES, () -> kept);
    }

    private String source(ReleaseFingerprint fingerprint, ExportFormat format) {
        return fingerprint.hash() + ":" + format.variant(settings);
    }

    /** Takes what is done into the manifest. */
    private void take(Rendered release) throws IOException {
        for (RenderedFile file : release.files) {
            if (file.change() == Change.NONE) {
                manifest.keep(file.line());
            } else {
                manifest.add(file.line());
            }
            if (file.change() == Change.FILE) {
                written++;
            }
        }
        if (release.shown.isPresent()) {
            rendered.take(release.shown.get());
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
