package io.releasemedia.export;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.catalog.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folders below {@code tenants/} of an export by tenant: each is a whole export that can be handed out alone.
 *
 * <p>A tenant's id may be any text. Lower-case letters, digits and inner dashes stand for themselves in the folder's name;
 * every other byte of its UTF-8 is an underscore and two hexadecimal digits, so that no two ids share a folder (on a
 * file system that ignores case neither) and none leads out of it. Too long a name is cut and ends with two underscores
 * and the SHA-256 of the id.
 */
final class TenantFolders {

    private static final int LONGEST = 200;
    private static final int CUT = 100;

    private final Path out;
    private final Path folders;

    TenantFolders(Path out) {
        this.out = out;
        this.folders = out.resolve("tenants");
    }

    Path folder(String tenant) {
        return folders.resolve(name(tenant));
    }

    static String name(String tenant) {
        StringBuilder name = new StringBuilder();
        for (byte one : tenant.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || (one == '-' && !name.isEmpty());
            if (plain) {
                name.append((char) one);
            } else {
                name.append('_').append(HexFormat.of().toHexDigits(one));
            }
        }
        if (name.length() <= LONGEST) {
            return name.isEmpty() ? "_" : name.toString();
        }
        byte[] hash = Sha256.start().digest(tenant.getBytes(StandardCharsets.UTF_8));
        return name.substring(0, CUT) + "__" + HexFormat.of().formatHex(hash);
    }

    /** The folders that are exports. */
    List<Path> all() throws IOException {
        if (!Files.isDirectory(folders, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folders)) {
            return found.filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                    .filter(folder -> Files.exists(folder.resolve(Manifest.NAME))
                            || Files.exists(folder.resolve(ExportFolder.STAGING)))
                    .sorted()
                    .toList();
        }
    }

    /** The tenants that have releases in the scope, or had some when they were exported last. */
    NavigableSet<String> among(ReleaseScope scope, CatalogSnapshot snapshot) throws IOException {
        ExportFolder.refuseForeignFolder(out, folders);
        NavigableSet<String> tenants = new TreeSet<>(snapshot.tenants(scope));
        Set<Path> known = new TreeSet<>();
        for (String tenant : tenants) {
            Path folder = folder(tenant);
            ExportFolder.refuseForeignFolder(out, folder);
            known.add(folder);
        }
        for (Path folder : all()) {
            if (!known.contains(folder)) {
                tenantOf(folder)
                        .filter(tenant ->
                                scope.tenants().isEmpty() || scope.tenants().contains(tenant))
                        .ifPresent(tenants::add);
            }
        }
        return tenants;
    }

    /** Whose export a folder holds; empty if its name does not fit. */
    Optional<String> tenantOf(Path folder) throws IOException {
        Path manifest = folder.resolve(Manifest.NAME);
        if (!Files.exists(manifest)) {
            return Optional.empty();
        }
        Set<String> tenants = ManifestReader.head(manifest).scope().tenants();
        return tenants.stream()
                .filter(tenant -> tenants.size() == 1 && folder.equals(folder(tenant)))
                .findFirst();
    }

    /** Refuses an export of all tenants beside those of single ones. */
    void refuseIfAny() throws IOException {
        if (!all().isEmpty()) {
            throw new IOException(out + ": holds exports by tenant; choose another folder for the layout flat");
        }
    }
}
