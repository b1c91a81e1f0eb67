package io.releasemedia.export;

import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseJson;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The formats that a release is written in, one file each. */
public enum ExportFormat {
    /** The body of the endpoint. */
    JSON {
        @Override
        byte[] render(Release release) {
            return ReleaseJson.render(release.media());
        }
    },
    /** RFC 4180, one line a medium. */
    CSV {
        @Override
        byte[] render(Release release) {
            return ReleaseCsv.render(release);
        }
    };

    /** Name in job files and on the command line, and the files' extension. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A release's file. */
    abstract byte[] render(Release release);

    /** The format of a name; empty if there is none. */
    public static Optional<ExportFormat> ofKey(String key) {
        return Arrays.stream(values())
                .filter(format -> format.key().equals(key))
                .findFirst();
    }

    /** All names. */
    public static Set<String> keys() {
        return Arrays.stream(values()).map(ExportFormat::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
