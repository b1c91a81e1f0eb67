package io.releasemedia.export;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.Release;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * How an export looks.
 *
 * @param formats what is written
 * @param layout where
 * @param spreadsheetSafe whether CSV cells that a spreadsheet would take for a formula are changed
 * @param signedUrls what becomes of the query of {@code cloudUrl}
 * @param compression of the NDJSON bundle
 */
public record ExportSettings(
        List<ExportFormat> formats,
        Layout layout,
        boolean spreadsheetSafe,
        SignedUrls signedUrls,
        Compression compression) {

    public ExportSettings {
        formats = formats.stream().distinct().toList();
    }

    /** These formats, everything else as it is by default. */
    public static ExportSettings of(ExportFormat... formats) {
        return new ExportSettings(List.of(formats), Layout.FLAT, false, SignedUrls.KEEP, Compression.NONE);
    }

    /** Where the files of a release stand. */
    public enum Layout {
        /** All in one export. */
        FLAT,
        /** A whole export for each tenant, below {@code tenants/}. */
        BY_TENANT;

        @Override
        public String toString() {
            return key(this);
        }
    }

    /** What becomes of the query of {@code cloudUrl}, which is the signature of a signed URL. */
    public enum SignedUrls {
        /** As the endpoint shows it. */
        KEEP {
            @Override
            Release shown(Release release) {
                return release;
            }
        },
        /** Everything from the first question mark on is left out. */
        STRIP_QUERY {
            @Override
            Release shown(Release release) {
                return new Release(
                        release.id(),
                        release.tenantId(),
                        release.title(),
                        release.status(),
                        release.media().stream().map(SignedUrls::withoutQuery).toList());
            }
        };

        /** The release as it is exported. */
        abstract Release shown(Release release);

        private static Media withoutQuery(Media media) {
            int query = media.cloudUrl().indexOf('?');
            return query < 0
                    ? media
                    : new Media(
                            media.trackId(),
                            media.cloudId(),
                            media.cloudUrl().substring(0, query),
                            media.type(),
                            media.name(),
                            media.isLink(),
                            media.releasePath(),
                            media.metadata());
        }

        @Override
        public String toString() {
            return key(this);
        }
    }

    /** How the NDJSON bundle is compressed. */
    public enum Compression {
        NONE("") {
            @Override
            OutputStream compressed(OutputStream out) {
                return out;
            }
        },
        GZIP(".gz") {
            @Override
            OutputStream compressed(OutputStream out) throws IOException {
                return new BufferedOutputStream(new GZIPOutputStream(out, BUFFER), BUFFER);
            }
        },
        ZSTD(".zst") {
            @Override
            OutputStream compressed(OutputStream out) throws IOException {
                return new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(out).setChecksum(true), BUFFER);
            }
        };

        private static final int BUFFER = 64 << 10;

        private final String suffix;

        Compression(String suffix) {
            this.suffix = suffix;
        }

        /** Compresses what is written; closing it closes {@code out}. */
        abstract OutputStream compressed(OutputStream out) throws IOException;

        /** What the name of a compressed file ends with. */
        String suffix() {
            return suffix;
        }

        @Override
        public String toString() {
            return key(this);
        }
    }

    /** The choice of a name, which is that of its {@code toString}; empty if there is none. */
    public static <E extends Enum<E>> Optional<E> choice(Class<E> choices, String name) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.toString().equals(name))
                .findFirst();
    }

    private static String key(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
