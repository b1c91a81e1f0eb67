package io.releasemedia.export;

import io.releasemedia.catalog.ReleaseScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which releases an export folder covers: whose it is, and what may be exported into it, so that nothing of one tenant's
 * gets among another's, and nobody takes a part for the whole.
 */
record Coverage(Path out) {

    /**
     * The releases that the folder covers after another export into it. A folder that was begun for some tenants is
     * theirs: nothing of another's gets into it.
     */
    ReleaseScope after(Manifest manifest, ReleaseScope wanted) throws IOException {
        refuseOtherTenants(manifest, wanted);
        return manifest.scopeWith(wanted)
                .orElseThrow(() -> new IOException(out + ": holds the export of " + manifest.scope() + ", and one of "
                        + wanted + " is neither a part of it nor has all of it; choose another folder"));
    }

    private void refuseOtherTenants(Manifest manifest, ReleaseScope wanted) throws IOException {
        Set<String> owners = manifest.scope().tenants();
        boolean within = !wanted.tenants().isEmpty() && owners.containsAll(wanted.tenants());
        if (!owners.isEmpty() && !within) {
            throw new IOException(out + ": holds the export of " + (owners.size() == 1 ? "one tenant" : "some tenants")
                    + " (" + String.join(", ", new TreeSet<>(owners))
                    + "), and nothing of another's may get into it; choose another folder");
        }
    }

    /** Refuses exports by tenant beside one of all. */
    void refuseIfFlat() throws IOException {
        if (Files.exists(out.resolve(Manifest.NAME))) {
            throw new IOException(out + ": holds an export of layout flat; choose another folder for by-tenant");
        }
    }

    /**
     * Refuses an export of some tenants into a folder that is not theirs.
     *
     * @throws IOException the folder holds, or may hold, what is another's
     */
    void refuseIfShared(Set<String> tenants) throws IOException {
        Path file = out.resolve(Manifest.NAME);
        if (!tenants.isEmpty()
                && Files.isRegularFile(file)
                && ManifestReader.head(file).scope().tenants().isEmpty()) {
            throw new IOException(out + ": holds an export of all tenants; one of "
                    + String.join(", ", new TreeSet<>(tenants)) + " alone needs a folder of its own");
        }
    }

    /** The folder holds files that this export leaves, and that are of other formats or settings. */
    IOException unlike(Set<String> paths) {
        return new IOException(out + ": holds " + String.join(", ", new TreeSet<>(paths))
                + " of an export with other formats or settings (csv.spreadsheetSafe, signedUrls), which an export of some"
                + " releases would leave beside its own; export with the same, or everything anew");
    }
}
