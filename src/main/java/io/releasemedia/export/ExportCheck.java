package io.releasemedia.export;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.Manifest.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Compares an export folder with its manifest and with the catalogue, and changes nothing. Each difference is a sentence
 * that begins with the path it is about.
 */
public final class ExportCheck {

    private final Path out;
    private final CatalogSnapshot snapshot;
    private final Consumer<String> differences;
    private SortedMap<String, Entry> manifest = new TreeMap<>();
    private ReleaseScope scope = ReleaseScope.ALL;

    private ExportCheck(Path out, CatalogSnapshot snapshot, Consumer<String> differences) {
        this.out = out;
        this.snapshot = snapshot;
        this.differences = differences;
    }

    /**
     * Checks a folder, or every tenant's folder below it.
     *
     * @param tenants of an export by tenant, only these; empty for all
     * @return how many files the manifests name
     * @throws IOException the folder or the catalogue cannot be read
     */
    public static long check(Path out, Set<String> tenants, CatalogSnapshot snapshot, Consumer<String> differences)
            throws IOException {
        TenantFolders folders = new TenantFolders(out);
        List<Path> byTenant = folders.all();
        if (byTenant.isEmpty() || Files.exists(out.resolve(Manifest.NAME))) {
            if (!tenants.isEmpty()) {
                throw new IOException(out + ": is one export, not exports by tenant, and is checked as a whole");
            }
            ExportCheck check = new ExportCheck(out, snapshot, differences);
            check.run();
            return check.manifest.size();
        }
        long files = 0;
        Set<String> missing = new TreeSet<>(snapshot.tenants(new ReleaseScope(tenants, Set.of(), Optional.empty())));
        for (Path folder : byTenant) {
            Optional<String> tenant = folders.tenantOf(folder);
            tenant.ifPresent(missing::remove);
            if (tenants.isEmpty() || tenant.filter(tenants::contains).isPresent()) {
                String name = out.relativize(folder) + "/";
                ExportCheck check = new ExportCheck(folder, snapshot, text -> differences.accept(name + text));
                check.run();
                files += check.manifest.size();
            }
        }
        missing.forEach(tenant -> differences.accept(
                out.relativize(folders.folder(tenant)) + ": is missing, tenant " + tenant + " was not exported"));
        return files;
    }

    private void run() throws IOException {
        if (!Files.exists(out.resolve(ExportFolder.SUCCESS))) {
            differences.accept(ExportFolder.SUCCESS + ": is missing, an export is under way or was cut short");
        }
        Path file = out.resolve(Manifest.NAME);
        if (!Files.exists(file)) {
            differences.accept(Manifest.NAME + ": is missing");
            return;
        }
        scope = ManifestReader.head(file).scope();
        manifest = ManifestReader.files(file);
        for (var entry : manifest.entrySet()) {
            compareFile(entry.getKey(), entry.getValue());
        }
        for (String folder : List.of("bundle", "releases")) {
            listUnknown(out.resolve(folder));
        }
        compareReleases();
        compareBundles();
    }

    private void compareFile(String path, Entry entry) throws IOException {
        Path file = out.resolve(path);
        if (!Files.isRegularFile(file)) {
            differences.accept(path + ": is missing");
            return;
        }
        StagedFile found = new StagedFile(OutputStream.nullOutputStream(), e -> e);
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(found);
        }
        Entry actual = found.entry(entry.rows(), entry.source());
        if (actual.size() != entry.size()) {
            differences.accept(path + ": has " + actual.size() + " bytes, the manifest says " + entry.size());
        } else if (!actual.sha256().equals(entry.sha256())) {
            differences.accept(path + ": has another sha256 than the manifest says");
        }
    }

    private void listUnknown(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(file -> !Files.isDirectory(file))
                    .map(file -> out.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !manifest.containsKey(path))
                    .sorted()
                    .forEach(path -> differences.accept(path + ": the manifest does not name it"));
        }
    }

    private void compareReleases() throws IOException {
        Set<ExportFormat> formats = EnumSet.noneOf(ExportFormat.class);
        Set<ReleaseId> vanished = new HashSet<>();
        for (String path : manifest.keySet()) {
            Manifest.releaseOf(path).ifPresent(release -> {
                vanished.add(release);
                ExportFormat.ofKey(path.substring(path.lastIndexOf('.') + 1)).ifPresent(formats::add);
            });
        }
        if (formats.isEmpty()) {
            return;
        }
        snapshot.forEachRelease(scope, stored -> {
            vanished.remove(stored.id());
            Release release = stored.release();
            for (ExportFormat format : formats) {
                compare(release, format);
            }
        });
        if (scope.changedSince().isEmpty()) {
            manifest.keySet().stream()
                    .filter(path ->
                            Manifest.releaseOf(path).filter(vanished::contains).isPresent())
                    .forEach(path -> differences.accept(path + ": the catalogue has no such release any more"));
        }
    }

    private void compare(Release release, ExportFormat format) {
        String path = format.path(release.id());
        Entry entry = manifest.get(path);
        if (entry == null) {
            differences.accept(path + ": is missing, the catalogue has the release");
            return;
        }
        Optional<ExportSettings> settings = format.settings(entry.variant());
        if (settings.isEmpty()) {
            differences.accept(path + ": was written by another version, and cannot be compared with the catalogue");
            return;
        }
        byte[] bytes = format.render(settings.get().signedUrls().shown(release), settings.get());
        if (!StagedFile.entry(bytes, release.media().size(), entry.source()).equals(entry)) {
            differences.accept(path + ": differs from the catalogue");
        }
    }

    private void compareBundles() throws IOException {
        SortedMap<String, Entry> bundles = new TreeMap<>(manifest);
        bundles.keySet().removeIf(path -> !path.startsWith("bundle/"));
        bundles.values().removeIf(entry -> entry.source().isEmpty()); // schemas do not depend on the catalogue
        if (bundles.isEmpty()) {
            return;
        }
        ContentDigest content = new ContentDigest();
        snapshot.forEachFingerprint(scope, content::add);
        String digest = content.end();
        bundles.forEach((path, entry) -> {
            if (!entry.source().startsWith(digest + ":")) {
                differences.accept(path + ": differs from the catalogue");
            }
        });
    }
}
