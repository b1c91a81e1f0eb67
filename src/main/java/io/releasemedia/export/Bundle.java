package io.releasemedia.export;

import io.releasemedia.catalog.Release;
import io.releasemedia.export.BundleFile.BundleWriter;
import io.releasemedia.export.Manifest.Entry;
import java.io.IOException;

/** A bundle while it is written into the staging. */
final class Bundle {

    private final BundleFile kind;
    private final StagedFile file;
    private final BundleWriter writer;
    private long rows;

    Bundle(BundleFile kind, StagedFile file, ExportSettings settings) throws IOException {
        this.kind = kind;
        this.file = file;
        try {
            this.writer = kind.open(file, settings);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    BundleFile kind() {
        return kind;
    }

    void write(Release release) throws IOException {
        rows += writer.write(release);
    }

    /** Ends the file and says what the manifest has to know of it. */
    Entry finish(String source) throws IOException {
        writer.close();
        file.close();
        return file.entry(rows, source);
    }

    /** Closes the file, whether it is complete or not. */
    void abandon() {
        try (file) {
            writer.close();
        } catch (IOException e) {
            // What is abandoned need not be whole, and what is finished is closed.
        }
    }
}
