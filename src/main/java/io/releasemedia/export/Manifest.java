package io.releasemedia.export;

import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseScope;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an export folder holds, but for the files of releases: these are as many as there are releases, so they are read
 * and written one by one ({@link ManifestReader}, {@link ManifestWriter}).
 *
 * @param run the run that published it, or {@code export} for the command of that name; empty if nothing was published
 * @param time when, RFC 3339
 * @param scope the releases that the folder covers: those of all exports into it together
 * @param bundles the files of the bundles, by their path
 * @param tombstones releases that vanished: id and when, RFC 3339
 */
record Manifest(
        String run,
        String time,
        ReleaseScope scope,
        SortedMap<String, Entry> bundles,
        SortedMap<String, String> tombstones) {

    static final String NAME = "manifest.json";

    /** Nothing was published. */
    static final Manifest EMPTY = new Manifest("", "", ReleaseScope.ALL, new TreeMap<>(), new TreeMap<>());

    private static final Pattern RELEASE_FILE =
            Pattern.compile("releases/([0-9a-f]{2})/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.("
                    + Arrays.stream(ExportFormat.values())
                            .filter(format -> !format.isBundle())
                            .map(ExportFormat::key)
                            .collect(Collectors.joining("|"))
                    + ")");

    private static final Pattern BUNDLE_FILE = Pattern.compile(
            "bundle/((media|releases)\\.ndjson(\\.gz|\\.zst)?|media\\.parquet|schema\\.json|datapackage\\.json)");

    Manifest {
        bundles = Collections.unmodifiableSortedMap(bundles);
        tombstones = Collections.unmodifiableSortedMap(tombstones);
    }

    /**
     * A file: its bytes, their SHA-256 in hex, its records.
     *
     * @param source tells what the file was rendered from: the data's fingerprint, a colon, the variant of the rendering
     */
    record Entry(long size, String sha256, long rows, String source) {

        /** Which variant of the rendering it is; empty if that is not known. */
        String variant() {
            return source.substring(source.indexOf(':') + 1);
        }

        /** Whether the bytes are the same. */
        boolean isSameFile(Entry other) {
            return size == other.size && sha256.equals(other.sha256);
        }
    }

    /**
     * A file with its place.
     *
     * @param path below the folder, with {@code /}
     */
    record Line(String path, Entry entry) {}

    boolean isEmpty() {
        return run.isEmpty();
    }

    /** The releases that the folder covers after another export into it; empty if no scope says it. */
    Optional<ReleaseScope> scopeWith(ReleaseScope more) {
        return isEmpty() ? Optional.of(more) : scope.union(more);
    }

    /** Whether a path is one of an export: whatever a manifest says, nothing else is touched. */
    static boolean isPath(String path) {
        Matcher release = RELEASE_FILE.matcher(path);
        return release.matches()
                ? release.group(2).startsWith(release.group(1))
                : BUNDLE_FILE.matcher(path).matches();
    }

    /** The release whose file stands at a path; empty for bundles. */
    static Optional<ReleaseId> releaseOf(String path) {
        Matcher release = RELEASE_FILE.matcher(path);
        return release.matches() ? ReleaseId.parse(release.group(2)) : Optional.empty();
    }
}
