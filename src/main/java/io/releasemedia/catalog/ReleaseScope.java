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

    /** The scope that has all of both and no other release; empty if no scope has. */
    public Optional<ReleaseScope> union(ReleaseScope other) {
        if (covers(other)) {
            return Optional.of(this);
        }
        if (other.covers(this)) {
            return Optional.of(other);
        }
        if (!changedSince.equals(other.changedSince)) {
            return Optional.empty();
        }
        if (tenants.equals(other.tenants)) {
            return Optional.of(new ReleaseScope(tenants, union(releases, other.releases), changedSince));
        }
        return releases.isEmpty() && other.releases.isEmpty()
                ? Optional.of(new ReleaseScope(union(tenants, other.tenants), releases, changedSince))
                : Optional.empty();
    }

    /** Whether it has all releases of the other one. */
    private boolean covers(ReleaseScope other) {
        return covers(tenants, other.tenants)
                && covers(releases, other.releases)
                && changedSince.stream().allMatch(mine -> other.changedSince
                        .filter(theirs -> !theirs.isBefore(mine))
                        .isPresent());
    }

    private static <T> boolean covers(Set<T> some, Set<T> others) {
        return some.isEmpty() || (!others.isEmpty() && some.containsAll(others));
    }

    private static <T extends Comparable<T>> Set<T> union(Set<T> some, Set<T> more) {
        Set<T> both = new TreeSet<>(some);
        both.addAll(more);
        return both;
    }

    /** For messages: {@code tenants a, b}, {@code all tenants changed since …}. */
    @Override
    public String toString() {
        String which = releases.isEmpty()
                ? ""
                : "releases "
                        + String.join(
                                ", ",
                                releases.stream()
                                        .map(ReleaseId::toString)
                                        .sorted()
                                        .toList()) + " of ";
        String whose = tenants.isEmpty() ? "all tenants" : "tenants " + String.join(", ", new TreeSet<>(tenants));
        return which
                + whose
                + changedSince.map(time -> " changed since " + time).orElse("");
    }
}
