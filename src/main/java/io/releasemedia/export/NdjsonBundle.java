package io.releasemedia.export;

import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.Release;
import io.releasemedia.catalog.ReleaseJson;
import java.io.IOException;
import java.io.OutputStream;

/** Import records as NDJSON: one a medium, or one a release. */
final class NdjsonBundle implements BundleFile.BundleWriter {

    private final OutputStream out;
    private final Records records;

    private NdjsonBundle(OutputStream out, Records records) {
        this.out = out;
        this.records = records;
    }

    private interface Records {
        long write(Release release, NdjsonBundle bundle) throws IOException;
    }

    /** All media; a release without media has no line. */
    static NdjsonBundle ofMedia(OutputStream out) {
        return new NdjsonBundle(out, (release, bundle) -> {
            for (Media media : release.media()) {
                bundle.line(ReleaseJson.renderRecord(release, media));
            }
            return release.media().size();
        });
    }

    /** All releases. */
    static NdjsonBundle ofReleases(OutputStream out) {
        return new NdjsonBundle(out, (release, bundle) -> {
            bundle.line(ReleaseJson.renderRecord(release));
            return 1;
        });
    }

    @Override
    public long write(Release release) throws IOException {
        return records.write(release, this);
    }

    private void line(byte[] record) throws IOException {
        out.write(record);
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
