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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The files of releases in one export: which stay, which are rendered, which go. Releases come in the order of their ids;
 * they are rendered on many threads, and their lines get into the manifest in their order.
 */
final class ReleaseFiles implements AutoCloseable {

    /** So many releases are compared before those among them that changed are asked for by their ids. */
    private static final int AT_ONCE = 1_000;

    private final ExportFolder folder;
    private final ExportSettings settings;
    private final List<ExportFormat> formats;
    private final ManifestUpdate manifest;
    private final Predicate<ReleaseId> vanished;
    private final Renderers renderers = new Renderers();
    private final Queue<Future<List<RenderedFile>>> inOrder = new ArrayDeque<>();
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
    private record Look(ReleaseId release, String hash, List<Line> before, Optional<List<Line>> kept) {}

    /** {@code vanished} is asked once about every release that the last export has and this one did not see. */
    ReleaseFiles(ExportFolder folder, ExportSettings settings, ManifestUpdate manifest, Predicate<ReleaseId> vanished) {
        this.folder = folder;
        this.settings = settings;
        this.formats = settings.formats().stream()
                .filter(format -> !format.isBundle())
                .sorted(Comparator.comparing(ExportFormat::key)) // as their paths
                .toList();
        this.manifest = manifest;
        this.vanished = vanished;
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

    /** Renders the files of a release that the last export does not have. */
    void render(Release release, String hash) throws IOException {
        inOrder.add(rendering(release, hash, List.of()));
        looked += formats.size();
        take(false);
    }

    /** Compares a release with the last export; what is stale is rendered some time. */
    void compare(ReleaseFingerprint fingerprint, CatalogSnapshot snapshot, ReleaseScope scope) throws IOException {
        ReleaseId id = fingerprint.id();
        passOver(before -> before.compareTo(id) < 0, snapshot, scope);
        List<Line> before = manifest.upcomingRelease().filter(id::equals).isPresent() ? manifest.take() : List.of();
        looks.add(new Look(id, fingerprint.hash(), before, kept(fingerprint, before)));
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
            } else if (line.entry().source().equals(source(fingerprint.hash(), format.get()))
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
                looks.add(new Look(release, "", lines, Optional.of(lines)));
                renderStale(AT_ONCE, snapshot, scope);
            }
        }
    }

    private void delete(String path) throws IOException {
        manifest.leaveOut();
        folder.stageDeletion(path);
        deleted++;
    }

    /** Renders what was compared and is stale, and adds the rest of the last manifest. */
    void finish(CatalogSnapshot snapshot, ReleaseScope scope) throws IOException {
        passOver(release -> true, snapshot, scope);
        renderStale(0, snapshot, scope);
        take(true);
    }

    /** Renders the stale releases once so many were compared. */
    private void renderStale(int from, CatalogSnapshot snapshot, ReleaseScope scope) throws IOException {
        if (looks.size() < from) {
            return;
        }
        Map<ReleaseId, Look> stale = new HashMap<>();
        for (Look look : looks) {
            if (look.kept.isEmpty()) {
                stale.put(look.release, look);
            }
        }
        Map<ReleaseId, Future<List<RenderedFile>>> renderings = new HashMap<>();
        if (!stale.isEmpty()) {
            snapshot.forEachRelease(scope.ofReleases(stale.keySet()), release -> {
                Look look = Objects.requireNonNull(stale.get(release.id()));
                renderings.put(release.id(), rendering(release, look.hash, look.before));
            });
        }
        for (Look look : looks) {
            inOrder.add(
                    look.kept.isPresent()
                            ? CompletableFuture.completedFuture(look.kept.get().stream()
                                    .map(line -> new RenderedFile(line, Change.NONE))
                                    .toList())
                            : Objects.requireNonNull(renderings.get(look.release)));
        }
        looks.clear();
        take(false);
    }

    private Future<List<RenderedFile>> rendering(Release release, String hash, List<Line> before) throws IOException {
        return renderers.submit(release.media().size(), () -> {
            List<RenderedFile> files = new ArrayList<>(formats.size());
            Map<String, Entry> old = before.stream().collect(Collectors.toMap(Line::path, Line::entry));
            Release shown = settings.signedUrls().shown(release);
            for (ExportFormat format : formats) {
                byte[] bytes = format.render(shown, settings);
                Entry entry = StagedFile.entry(bytes, release.media().size(), source(hash, format));
                files.add(folder.stage(new Line(format.path(release.id()), entry), bytes, old));
            }
            return files;
        });
    }

    private String source(String hash, ExportFormat format) {
        return hash + ":" + format.variant(settings);
    }

    /** Takes what is done, or all, into the manifest. */
    private void take(boolean isLast) throws IOException {
        for (Future<List<RenderedFile>> next = inOrder.peek(); next != null && (isLast || next.isDone()); ) {
            for (RenderedFile file : Renderers.result(next)) {
                if (file.change() == Change.NONE) {
                    manifest.keep(file.line());
                } else {
                    manifest.add(file.line());
                }
                if (file.change() == Change.FILE) {
                    written++;
                }
            }
            inOrder.remove();
            next = inOrder.peek();
        }
    }

    @Override
    public void close() {
        renderers.close();
    }
}
