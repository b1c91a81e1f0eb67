package io.releasemedia.export;

import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseJson;
import io.releasemedia.export.ExportSettings.SignedUrls;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The formats of an export: one file a release, or one bundle of all. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum ExportFormat {
    /** The body of the endpoint. */
    JSON((release, settings) -> ReleaseJson.render(release.media())),
    /** RFC 4180, one line a medium. */
    CSV((release, settings) -> ReleaseCsv.render(release, settings.spreadsheetSafe())),
    /** All media, and all releases, one import record a line. */
    NDJSON,
    /** Apache Parquet, one row a medium. */
    PARQUET;

    /** Changes when the same release leads to other bytes than before. */
    private static final String RENDERING = "1";

    private static final String RELEASES = "releases/";
    private static final String STRIPPED = "-strip-query";
    private static final String SAFE = "-spreadsheet-safe";

    private final String key = name().toLowerCase(Locale.ROOT);
    private final Optional<PerRelease> perRelease;

    ExportFormat() {
        this.perRelease = Optional.empty();
    }

    ExportFormat(PerRelease perRelease) {
        this.perRelease = Optional.of(perRelease);
    }

    private interface PerRelease {
        byte[] render(Release release, ExportSettings settings);
    }

    /** Name in job files and on the command line, and the extension of a release's file. */
    public String key() {
        return key;
    }

    /** Whether all releases stand in one file. */
    boolean isBundle() {
        return perRelease.isEmpty();
    }

    /** A release's file, for a format that has one. */
    byte[] render(Release shown, ExportSettings settings) {
        return perRelease.orElseThrow().render(shown, settings);
    }

    /** Path of a release's file below the folder. */
    String path(ReleaseId release) {
        String id = release.toString();
        return RELEASES + id.substring(0, 2) + "/" + id + "." + key;
    }

    /** The folders of all releases, below the folder. */
    static List<String> folders() {
        return IntStream.range(0, 256)
                .mapToObj(prefix -> RELEASES + HexFormat.of().toHexDigits((byte) prefix))
                .toList();
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
