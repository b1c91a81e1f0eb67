package io.releasemedia.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Identifies a release: a uuid. */
public record ReleaseId(UUID value) implements Comparable<ReleaseId> {

    // UUID.fromString also takes short forms such as 1-1-1-1-1, which would not come back as they were.
    private static final Pattern CANONICAL = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Reads a uuid in its canonical form, upper or lower case; empty if the text is none. */
    public static Optional<ReleaseId> parse(String text) {
        return parseUuid(text).map(ReleaseId::new);
    }

    /** As {@link #parse}, for any uuid. */
    static Optional<UUID> parseUuid(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return CANONICAL.matcher(lower).matches() ? Optional.of(UUID.fromString(lower)) : Optional.empty();
    }

    /** In the order of the text, which is PostgreSQL's order of uuids ({@link UUID#compareTo} compares signed). */
    @Override
    public int compareTo(ReleaseId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
