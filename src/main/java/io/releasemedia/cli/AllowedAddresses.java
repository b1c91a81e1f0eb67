package io.releasemedia.cli;

import io.releasemedia.source.SourceSettings;
import java.util.List;
import picocli.CommandLine.Option;

/** Ranges of addresses that people open on purpose: the option of the commands that have no job file. */
final class AllowedAddresses {

    @Option(
            names = "--allow-address",
            paramLabel = "CIDR",
            description =
                    "Open a range of addresses that is refused otherwise, such as 127.0.0.1/32, on any port; may be"
                            + " repeated.")
    private List<String> ranges = List.of();

    /** The ranges, which {@link #settings} has checked. */
    List<String> ranges() {
        return ranges;
    }

    /** How sources are opened with these ranges. */
    SourceSettings settings() throws CommandException {
        return check(ranges, "--allow-address ");
    }

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
