package io.releasemedia.export;

import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.Manifest.Entry;
import io.releasemedia.export.Manifest.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code manifest.json} as a stream, one line a file: first the files of releases, then the bundles. */
final class ManifestWriter implements AutoCloseable {

    private static final ObjectWriter WRITER = new JsonMapper()
            .writer()
            .with(new DefaultPrettyPrinter()
                    .withArrayIndenter(new DefaultIndenter("", "\n"))
                    .withObjectIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter()));

    private final JsonGenerator json;

    /** Begins a manifest. */
    ManifestWriter(OutputStream out, String run, String time, ReleaseScope scope) throws IOException {
        json = WRITER.createGenerator(out);
        guarded(() -> {
            json.writeStartObject();
            json.writeNumberProperty("schemaVersion", ManifestReader.SCHEMA_VERSION);
            json.writeStringProperty("run", run);
            json.writeStringProperty("time", time);
            writeScope(scope);
            json.writeArrayPropertyStart("files");
        });
    }

    /** Adds a file. */
    void add(Line line) throws IOException {
        guarded(() -> write(line.path(), line.entry()));
    }

    /** Adds the bundles and what vanished; the manifest is whole. */
    void finish(Map<String, Entry> bundles, Map<String, String> tombstones) throws IOException {
        guarded(() -> {
            bundles.forEach(this::write);
            json.writeEndArray();
            json.writeArrayPropertyStart("tombstones");
            tombstones.forEach((release, when) -> {
                json.writeStartObject();
                json.writeStringProperty("releaseId", release);
                json.writeStringProperty("time", when);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
            json.close();
        });
    }

    private void write(String path, Entry entry) {
        json.writeStartObject();
        json.writeStringProperty("path", path);
        json.writeNumberProperty("size", entry.size());
        json.writeStringProperty("sha256", entry.sha256());
        json.writeNumberProperty("rows", entry.rows());
        json.writeStringProperty("source", entry.source());
        json.writeEndObject();
    }

    private void writeScope(ReleaseScope scope) {
        json.writeObjectPropertyStart("scope");
        json.writeArrayPropertyStart("tenants");
        scope.tenants().stream().sorted().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("releases");
        scope.releases().stream().sorted().forEach(release -> json.writeString(release.toString()));
        json.writeEndArray();
        scope.changedSince().ifPresent(time -> json.writeStringProperty("changedSince", time.toString()));
        json.writeEndObject();
    }

    private static void guarded(Runnable writing) throws IOException {
        try {
            writing.run();
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getMessage(), e);
        }
    }

    /** Ends the file, whole or not. */
    @Override
    public void close() throws IOException {
        guarded(json::close);
    }
}
