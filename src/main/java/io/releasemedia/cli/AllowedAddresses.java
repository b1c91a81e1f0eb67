package io.releasemedia.cli;

import io.releasemedia.source.SourceSettings;
import java.util.List;

/** Ranges of addresses that people open on purpose. */
final class AllowedAddresses {

    private AllowedAddresses() {}

    /**
     * How sources are opened with these ranges.
     *
     * @param place where they were given, for the message
     * @throws CommandException one of them is no range of addresses
     */
    static SourceSettings check(List<String> ranges, String place) throws CommandException {
        try {
            return SourceSettings.of(ranges, System.getenv());
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(place + e.getMessage());
        }
    }
}
