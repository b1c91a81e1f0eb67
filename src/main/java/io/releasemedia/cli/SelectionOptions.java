package io.releasemedia.cli;

import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.Selection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that choose a part of the catalogue. */
final class SelectionOptions {

    @Option(names = "--release", paramLabel = "ID", description = "Only this release; may be repeated.")
    private List<String> releases = List.of();

    @Option(names = "--tenant", paramLabel = "T", description = "Only this tenant's releases; may be repeated.")
    private List<String> tenants = List.of();

    /** The selection; what is not named here is taken from {@code given}. */
    Selection over(Selection given) throws CommandException {
        Set<ReleaseId> ids = new LinkedHashSet<>();
        for (String release : releases) {
            ids.add(ReleaseId.parse(release)
                    .orElseThrow(() -> CommandException.wrongUsage("--release " + release
                            + ": expected a uuid such as 550e8400-e29b-41d4-a716-446655440000")));
        }
        return new Selection(
                tenants.isEmpty() ? given.tenants() : Set.copyOf(tenants),
                given.types(),
                ids.isEmpty() ? given.releases() : ids);
    }

    /** The types of {@code --type}. */
    static Set<MediaType> types(List<String> keys) throws CommandException {
        Set<MediaType> types = new LinkedHashSet<>();
        for (String key : keys) {
            types.add(MediaType.ofKey(key)
                    .orElseThrow(() ->
                            CommandException.wrongUsage("--type " + key + ": expected one of " + MediaType.keys())));
        }
        return types;
    }
}
