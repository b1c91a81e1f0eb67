package io.releasemedia.export;

import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseJson;
import io.releasemedia.export.ExportSettings.SignedUrls;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The formats of an export: one file a release, or one bundle of all. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum ExportFormat {
    /** The body of the endpoint. */
    JSON((release, settings) -> ReleaseJson.render(release.media())),
    /** RFC 4180, one line a medium. */
    CSV((release, settings) -> ReleaseCsv.render(release, settings.spreadsheetSafe())),
    /** One import record a line. */
    NDJSON("media.ndjson", NdjsonBundle::new),
    /** Apache Parquet, one row a medium. */
    PARQUET("media.parquet", (out, settings) -> new ParquetBundle(out));

    /** Changes when the same release leads to other bytes than before. */
    private static final String RENDERING = "1";

    private static final String STRIPPED = "-strip-query";
    private static final String SAFE = "-spreadsheet-safe";

    private final Optional<PerRelease> perRelease;
    private final Optional<PerBundle> perBundle;
    private final String bundleName;

    ExportFormat(PerRelease perRelease) {
        this.perRelease = Optional.of(perRelease);
        this.perBundle = Optional.empty();
        this.bundleName = "";
    }

    ExportFormat(String bundleName, PerBundle perBundle) {
        this.perRelease = Optional.empty();
        this.perBundle = Optional.of(perBundle);
        this.bundleName = bundleName;
    }

    /** Renders one release. */
    interface PerRelease {
        byte[] render(Release release, ExportSettings settings);
    }

    /** Begins a bundle. */
    interface PerBundle {
        BundleWriter open(OutputStream out, ExportSettings settings) throws IOException;
    }

    /** A bundle on its way; whoever opened it closes it. */
    interface BundleWriter extends AutoCloseable {
        /** Takes releases in the order of their ids, as they are shown. */
        void write(Release release) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Name in job files and on the command line, and the extension of a release's file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isBundle() {
        return perBundle.isPresent();
    }

    /** A release's file, for a format that has one. */
    byte[] render(Release release, ExportSettings settings) {
        return perRelease.orElseThrow().render(settings.signedUrls().shown(release), settings);
    }

    /** Begins a bundle, for a format that has one. */
    BundleWriter open(OutputStream out, ExportSettings settings) throws IOException {
        return perBundle.orElseThrow().open(out, settings);
    }

    /** Path of a release's file below the folder. */
    String path(ReleaseId release) {
        String id = release.toString();
        return "releases/" + id.substring(0, 2) + "/" + id + "." + key();
    }

    /** Path of the bundle below the folder. */
    String bundlePath(ExportSettings settings) {
        return "bundle/" + bundleName + (this == NDJSON ? settings.compression().suffix() : "");
    }

    /** Which of the possible renderings of the same data the settings choose. */
    String variant(ExportSettings settings) {
        return RENDERING
                + (settings.signedUrls() == SignedUrls.STRIP_QUERY ? STRIPPED : "")
                + (this == CSV && settings.spreadsheetSafe() ? SAFE : "");
    }

    /** The settings that lead to a variant of a release's file; empty if this version renders it differently. */
    Optional<ExportSettings> settings(String variant) {
        ExportSettings plain = ExportSettings.of(this);
        return List.of(false, true).stream()
                .flatMap(safe -> Arrays.stream(SignedUrls.values())
                        .map(urls ->
                                new ExportSettings(plain.formats(), plain.layout(), safe, urls, plain.compression())))
                .filter(settings -> variant(settings).equals(variant))
                .findFirst();
    }

    /** The format of a name; empty if there is none. */
    public static Optional<ExportFormat> ofKey(String key) {
        return Arrays.stream(values())
                .filter(format -> format.key().equals(key))
                .findFirst();
    }

    /** All names. */
    public static Set<String> keys() {
        return Arrays.stream(values()).map(ExportFormat::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
