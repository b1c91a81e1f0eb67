package io.releasemedia.catalog;

import java.util.Set;

/** Which part of the catalogue is meant; an empty set does not restrict. */
public record Selection(Set<String> tenants, Set<MediaType> types, Set<ReleaseId> releases) {

    /** The whole catalogue. */
    public static final Selection ALL = new Selection(Set.of(), Set.of(), Set.of());

    public Selection {
        tenants = Set.copyOf(tenants);
        types = Set.copyOf(types);
        releases = Set.copyOf(releases);
    }
}
