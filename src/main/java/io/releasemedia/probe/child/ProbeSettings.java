package io.releasemedia.probe.child;

import io.releasemedia.source.SourceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How files are opened and probed.
 *
 * @param allowed CIDR ranges of addresses opened on purpose
 * @param storage the variables of the environment that name the storage service behind {@code s3:} and its credentials
 * @param roots folders that {@code file:} URLs may be read below; absolute
 * @param timeLimit for one file
 */
public record ProbeSettings(List<String> allowed, Map<String, String> storage, List<Path> roots, Duration timeLimit) {

    /** How the variables begin that {@link SourceSettings#of} looks at. */
    private static final String STORAGE = "AWS_";

    /**
     * Keeps of {@code storage}, which may be the whole environment, only what belongs there, and makes the folders
     * absolute: they mean the same in every process.
     */
    public ProbeSettings {
        allowed = List.copyOf(allowed);
        Map<String, String> variables = new TreeMap<>(storage);
        variables.keySet().removeIf(name -> !name.startsWith(STORAGE));
        storage = Map.copyOf(variables);
        roots = roots.stream().map(Path::toAbsolutePath).toList();
    }

    SourceSettings sources() {
        return SourceSettings.of(allowed, storage);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "ProbeSettings[allowed=" + allowed + ", storage=" + storage.keySet() + ", roots=" + roots
                + ", timeLimit=" + timeLimit + "]";
    }
}
