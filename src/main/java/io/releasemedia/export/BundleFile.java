package io.releasemedia.export;

import io.releasemedia.catalog.Release;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The files of the bundles: what they hold, and of which columns. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state, and the sets are not changed
enum BundleFile {
    /** All media, one import record a line. */
    MEDIA_NDJSON(
            ExportFormat.NDJSON,
            "media.ndjson",
            EnumSet.range(Column.RELEASE_ID, Column.METADATA),
            (out, settings) -> NdjsonBundle.ofMedia(settings.compression().compressed(out))),
    /** All releases, also those without media, one import record a line: what media do not say of them. */
    RELEASES_NDJSON(
            ExportFormat.NDJSON,
            "releases.ndjson",
            EnumSet.of(Column.RELEASE_ID, Column.TENANT_ID, Column.TITLE, Column.STATUS),
            (out, settings) -> NdjsonBundle.ofReleases(settings.compression().compressed(out))),
    /** All media, one row each. */
    MEDIA_PARQUET(
            ExportFormat.PARQUET,
            "media.parquet",
            EnumSet.complementOf(EnumSet.of(Column.METADATA, Column.TITLE, Column.STATUS)),
            (out, settings) -> new ParquetBundle(out));

    private final ExportFormat format;
    private final String name;
    private final Set<Column> columns;
    private final Opener opener;

    BundleFile(ExportFormat format, String name, Set<Column> columns, Opener opener) {
        this.format = format;
        this.name = name;
        this.columns = columns;
        this.opener = opener;
    }

    private interface Opener {
        BundleWriter open(OutputStream out, ExportSettings settings) throws IOException;
    }

    /** A bundle on its way; whoever opened it closes it. */
    interface BundleWriter extends AutoCloseable {
        /** Takes releases in the order of their ids, as they are shown; says how many rows it wrote. */
        long write(Release release) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** The files that go with the formats of the settings. */
    static List<BundleFile> of(ExportSettings settings) {
        return Arrays.stream(values())
                .filter(file -> settings.formats().contains(file.format))
                .toList();
    }

    ExportFormat format() {
        return format;
    }

    /** In their order. */
    Set<Column> columns() {
        return columns;
    }

    /** Name below {@code bundle/}. */
    String name(ExportSettings settings) {
        return name + (format == ExportFormat.NDJSON ? settings.compression().suffix() : "");
    }

    /** Path below the folder. */
    String path(ExportSettings settings) {
        return "bundle/" + name(settings);
    }

    BundleWriter open(OutputStream out, ExportSettings settings) throws IOException {
        return opener.open(out, settings);
    }
}
