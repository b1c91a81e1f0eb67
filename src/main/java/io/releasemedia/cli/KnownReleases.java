package io.releasemedia.cli;

import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.ReleaseId;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** Refuses releases that somebody asks for and the catalogue does not have: most likely they are mistyped. */
final class KnownReleases {

    private KnownReleases() {}

    static void require(Set<ReleaseId> releases, DataSource dataSource) throws CommandException, SQLException {
        Set<ReleaseId> missing = new MediaStore(dataSource).missing(releases);
        if (!missing.isEmpty()) {
            throw CommandException.wrongUsage("the catalogue has no release "
                    + String.join(
                            ", ", missing.stream().map(ReleaseId::toString).toList()));
        }
    }
}
