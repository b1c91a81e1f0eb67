package io.releasemedia.export;

import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.Manifest.Entry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** {@code manifest.json}: one line a file, read and written as a stream. */
final class ManifestFile {

    /** Version of the layout and of the columns; a reader refuses one that it does not know. */
    private static final int SCHEMA_VERSION = 1;

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final ObjectWriter WRITER = MAPPER.writer()
            .with(new DefaultPrettyPrinter()
                    .withArrayIndenter(new DefaultIndenter("", "\n"))
                    .withObjectIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter()));

    private final Path file;
    private int version = -1;
    private String run = "";
    private String time = "";
    private ReleaseScope scope = ReleaseScope.ALL;
    private final SortedMap<String, Entry> files = new TreeMap<>();
    private final SortedMap<String, String> tombstones = new TreeMap<>();

    private ManifestFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a manifest.
     *
     * @throws IOException it cannot be read, is damaged, or of a version that is not known
     */
    static Manifest read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                JsonParser json = MAPPER.createParser(in)) {
            return new ManifestFile(file).read(json);
        } catch (JacksonException e) {
            throw new IOException(file + ": is damaged: " + e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw new IOException(file + ": is damaged: " + e.getMessage(), e);
        }
    }

    private Manifest read(JsonParser json) throws IOException {
        if (json.nextToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "schemaVersion" -> version = value(json).asInt(-1);
                    case "run" -> run = value(json).asString("");
                    case "time" -> time = value(json).asString("");
                    case "scope" -> scope = scope(value(json));
                    case "files" -> each(json, this::takeFile);
                    case "tombstones" ->
                        each(
                                json,
                                one -> tombstones.put(
                                        one.path("releaseId").asString(""),
                                        one.path("time").asString("")));
                    default -> json.skipChildren();
                }
            }
        }
        if (version != SCHEMA_VERSION) {
            throw new IOException(file + ": schemaVersion " + SCHEMA_VERSION + " expected, found " + version);
        }
        for (String path : files.keySet()) {
            if (!Manifest.isPath(path)) {
                throw new IOException(file + ": names \"" + path + "\", which is no file of an export");
            }
        }
        return new Manifest(run, time, scope, files, tombstones);
    }

    private void takeFile(JsonNode one) {
        files.put(
                one.path("path").asString(""),
                new Entry(
                        one.path("size").asLong(-1),
                        one.path("sha256").asString(""),
                        one.path("rows").asLong(0),
                        one.path("source").asString("")));
    }

    private static JsonNode value(JsonParser json) {
        return json.readValueAsTree();
    }

    private static void each(JsonParser json, Consumer<JsonNode> taker) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            taker.accept(value(json));
        }
    }

    private static ReleaseScope scope(JsonNode json) {
        Set<String> tenants = new TreeSet<>();
        json.path("tenants").forEach(tenant -> tenants.add(tenant.asString("")));
        Set<ReleaseId> releases = new TreeSet<>();
        json.path("releases")
                .forEach(release -> ReleaseId.parse(release.asString("")).ifPresent(releases::add));
        String since = json.path("changedSince").asString("");
        return new ReleaseScope(
                tenants, releases, since.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(since)));
    }

    /** Writes a manifest and closes the stream. */
    static void write(Manifest manifest, OutputStream out) throws IOException {
        try (out;
                JsonGenerator json = WRITER.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
            json.writeStringProperty("run", manifest.run());
            json.writeStringProperty("time", manifest.time());
            writeScope(manifest.scope(), json);
            json.writeArrayPropertyStart("files");
            manifest.files().forEach((path, entry) -> {
                json.writeStartObject();
                json.writeStringProperty("path", path);
                json.writeNumberProperty("size", entry.size());
                json.writeStringProperty("sha256", entry.sha256());
                json.writeNumberProperty("rows", entry.rows());
                json.writeStringProperty("source", entry.source());
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeArrayPropertyStart("tombstones");
            manifest.tombstones().forEach((release, when) -> {
                json.writeStartObject();
                json.writeStringProperty("releaseId", release);
                json.writeStringProperty("time", when);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        } catch (JacksonException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void writeScope(ReleaseScope scope, JsonGenerator json) {
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
}
