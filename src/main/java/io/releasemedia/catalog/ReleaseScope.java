package io.releasemedia.catalog;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which releases are meant, each with all its media; an empty set and an absent time do not restrict.
 *
 * @param changedSince only releases that changed then or later, themselves or one of their media
 */
public record ReleaseScope(Set<String> tenants, Set<ReleaseId> releases, Optional<Instant> changedSince) {

    /** The whole catalogue. */
    public static final ReleaseScope ALL = new ReleaseScope(Set.of(), Set.of(), Optional.empty());

    public ReleaseScope {
        tenants = Set.copyOf(tenants);
        releases = Set.copyOf(releases);
    }

    /** The releases of a selection; its types do not matter, because a release is whole or not there. */
    public static ReleaseScope of(Selection selection) {
        return new ReleaseScope(selection.tenants(), selection.releases(), Optional.empty());
    }

    /** The same for one tenant. */
    public ReleaseScope ofTenant(String tenant) {
        return new ReleaseScope(Set.of(tenant), releases, changedSince);
    }

    /** Only these releases, whenever they changed. */
    public ReleaseScope ofReleases(Set<ReleaseId> only) {
        return new ReleaseScope(tenants, only, Optional.empty());
    }

    /** The same, restricted to what changed. */
    public ReleaseScope since(Optional<Instant> time) {
        return new ReleaseScope(tenants, releases, time);
    }

    /** The smallest scope that has all of both. */
    public ReleaseScope union(ReleaseScope other) {
        Optional<Instant> since =
                changedSince.flatMap(mine -> other.changedSince.map(theirs -> mine.isBefore(theirs) ? mine : theirs));
        return new ReleaseScope(union(tenants, other.tenants), union(releases, other.releases), since);
    }

    private static <T extends Comparable<T>> Set<T> union(Set<T> some, Set<T> more) {
        if (some.isEmpty() || more.isEmpty()) {
            return Set.of();
        }
        Set<T> both = new TreeSet<>(some);
        both.addAll(more);
        return both;
    }
}
