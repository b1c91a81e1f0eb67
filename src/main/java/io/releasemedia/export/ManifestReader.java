package io.releasemedia.export;

import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.export.Manifest.Entry;
import io.releasemedia.export.Manifest.Line;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code manifest.json} as a stream: the files of releases one by one, in the order of their paths. */
final class ManifestReader implements AutoCloseable {

    /** Version of the layout and of the columns; a reader refuses one that it does not know. */
    static final int SCHEMA_VERSION = 1;

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;
    private final JsonParser json;
    private int version = -1;
    private String run = "";
    private String time = "";
    private ReleaseScope scope = ReleaseScope.ALL;
    private final SortedMap<String, Entry> bundles = new TreeMap<>();
    private final SortedMap<String, String> tombstones = new TreeMap<>();
    private boolean amongFiles;
    private String lastPath = "";

    private ManifestReader(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": is no file, so this folder is no export's; choose another one");
        }
        this.file = file;
        this.json = MAPPER.createParser(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** Begins to read. */
    static ManifestReader open(Path file) throws IOException {
        return new ManifestReader(file);
    }

    /**
     * Reads all but the files of releases, which it looks at only.
     *
     * @throws IOException the manifest cannot be read, is damaged, or of a version that is not known
     */
    static Manifest head(Path file) throws IOException {
        try (ManifestReader reader = open(file)) {
            Optional<Line> line = reader.next();
            while (line.isPresent()) {
                line = reader.next();
            }
            return new Manifest(reader.run, reader.time, reader.scope, reader.bundles, reader.tombstones);
        }
    }

    /** All files by their paths, in memory. */
    static SortedMap<String, Entry> files(Path file) throws IOException {
        SortedMap<String, Entry> files = new TreeMap<>();
        try (ManifestReader reader = open(file)) {
            for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
                files.put(line.get().path(), line.get().entry());
            }
            files.putAll(reader.bundles);
        }
        return files;
    }

    /**
     * The next file of a release; empty after the last one.
     *
     * @throws IOException the manifest cannot be read, is damaged, or of a version that is not known
     */
    Optional<Line> next() throws IOException {
        try {
            while (amongFiles || toFiles()) {
                if (json.nextToken() == JsonToken.END_ARRAY) {
                    amongFiles = false;
                    continue;
                }
                Line line = line();
                if (!line.path().startsWith("bundle/")) {
                    return Optional.of(line);
                }
                bundles.put(line.path(), line.entry());
            }
            return Optional.empty();
        } catch (JacksonException e) {
            throw damaged(e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads up to the first file; false at the end of the manifest. */
    private boolean toFiles() throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.START_OBJECT) {
            token = json.nextToken();
        }
        for (; token == JsonToken.PROPERTY_NAME; token = json.nextToken()) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "schemaVersion" -> version = json.getValueAsInt(-1);
                case "run" -> run = json.getValueAsString("");
                case "time" -> time = json.getValueAsString("");
                case "scope" -> scope = scope(json.readValueAsTree());
                case "tombstones" -> tombstones();
                case "files" -> {
                    if (value == JsonToken.START_ARRAY) {
                        requireVersion();
                        amongFiles = true;
                        return true;
                    }
                    json.skipChildren();
                }
                default -> json.skipChildren();
            }
        }
        requireVersion();
        return false;
    }

    private void requireVersion() throws IOException {
        if (version != SCHEMA_VERSION) {
            throw new IOException(file + ": schemaVersion " + SCHEMA_VERSION + " expected, found " + version);
        }
    }

    private Line line() throws IOException {
        String path = "";
        String sha256 = "";
        String source = "";
        long size = -1;
        long rows = 0;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "path" -> path = json.getValueAsString("");
                case "size" -> size = json.getValueAsLong(-1);
                case "sha256" -> sha256 = json.getValueAsString("");
                case "rows" -> rows = json.getValueAsLong(0);
                case "source" -> source = json.getValueAsString("");
                default -> json.skipChildren();
            }
        }
        if (!Manifest.isPath(path)) {
            throw new IOException(file + ": names \"" + path + "\", which is no file of an export");
        }
        if (path.compareTo(lastPath) <= 0 && !path.startsWith("bundle/")) {
            throw damaged(path + " follows " + lastPath, null);
        }
        lastPath = path.startsWith("bundle/") ? lastPath : path;
        return new Line(path, new Entry(size, sha256, rows, source));
    }

    private void tombstones() {
        for (JsonNode one : (JsonNode) json.readValueAsTree()) {
            tombstones.put(one.path("releaseId").asString(""), one.path("time").asString(""));
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

    private IOException damaged(String how, @Nullable Exception cause) {
        return new IOException(file + ": is damaged: " + how, cause);
    }

    @Override
    public void close() {
        json.close();
    }
}
