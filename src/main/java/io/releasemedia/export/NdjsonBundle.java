package io.releasemedia.export;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** All media as NDJSON, one import record a line; a release without media has no line. */
final class NdjsonBundle implements ExportFormat.BundleWriter {

    private static final int BUFFER = 64 << 10;

    private final OutputStream lines;

    NdjsonBundle(OutputStream out, ExportSettings settings) throws IOException {
        this.lines = switch (settings.compression()) {
            case NONE -> out;
            case GZIP -> new BufferedOutputStream(new GZIPOutputStream(out, BUFFER), BUFFER);
            case ZSTD -> new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(out).setChecksum(true), BUFFER);
        };
    }

    @Override
    public void write(Release release) throws IOException {
        for (Media media : release.media()) {
            lines.write(ReleaseJson.renderRecord(release, media));
            lines.write('\n');
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
