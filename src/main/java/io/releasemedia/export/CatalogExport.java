package io.releasemedia.export;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.ExportSettings.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * Exports releases as files: only what changed is written, releases that vanished are deleted and leave a tombstone, and
 * an export without any change touches nothing.
 */
public final class CatalogExport {

    private final Path out;
    private final ExportSettings settings;
    private final String run;
    private final Clock clock;

    /** An export into a folder, in the name of a run. */
    public CatalogExport(Path out, ExportSettings settings, String run, Clock clock) {
        this.out = out;
        this.settings = settings;
        this.run = run;
        this.clock = clock;
    }

    /**
     * Checks that the folder can be written and finishes what an earlier export left undone.
     *
     * @throws IOException it cannot
     */
    public static void prepare(Path out) throws IOException {
        ExportFolder.open(out).close();
        for (Path tenant : new TenantFolders(out).all()) {
            ExportFolder.open(tenant).close();
        }
    }

    /**
     * Refuses a folder in which others than these tenants have releases, or might have some; none if the set is empty.
     *
     * @throws IOException it is such a folder, or cannot be read
     */
    public static void refuseIfShared(Path out, Set<String> tenants) throws IOException {
        new Coverage(out).refuseIfShared(tenants);
    }

    /**
     * Exports.
     *
     * @param scope files of other releases stay as they are
     * @param looked called once a release
     * @throws IOException the folder cannot be written; it still shows the last export, or the next call repairs it
     */
    public ExportReport export(ReleaseScope scope, CatalogSnapshot snapshot, Runnable looked) throws IOException {
        TenantFolders tenants = new TenantFolders(out);
        if (settings.layout() == Layout.FLAT) {
            tenants.refuseIfAny();
            return into(out, scope, snapshot, looked);
        }
        new Coverage(out).refuseIfFlat();
        ExportReport sum = new ExportReport(0, 0, 0, 0);
        for (String tenant : tenants.among(scope, snapshot)) {
            sum = sum.plus(into(tenants.folder(tenant), scope.ofTenant(tenant), snapshot, looked));
        }
        return sum;
    }

    private ExportReport into(Path folder, ReleaseScope scope, CatalogSnapshot snapshot, Runnable looked)
            throws IOException {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try (ExportFolder open = ExportFolder.open(folder)) {
            return new FolderExport(open, settings, scope).run(snapshot, run, now, looked);
        }
    }
}
