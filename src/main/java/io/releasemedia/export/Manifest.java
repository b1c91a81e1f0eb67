package io.releasemedia.export;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an export folder holds.
 *
 * @param run the run that published it, or {@code export} for the command of that name
 * @param time when, RFC 3339
 * @param files by their path below the folder, with {@code /}
 * @param tombstones releases that vanished: id and when, RFC 3339
 */
record Manifest(String run, String time, SortedMap<String, Entry> files, SortedMap<String, String> tombstones) {

    /** Version of the layout and of the columns; a reader refuses one that it does not know. */
    static final int SCHEMA_VERSION = 1;

    static final String NAME = "manifest.json";

    /** Whatever a manifest says, nothing outside the folder is touched. */
    private static final Pattern PATH = Pattern.compile("releases/[0-9a-f]{2}/[0-9a-f-]{36}\\.[a-z]+");

    private static final JsonMapper MAPPER = new JsonMapper();

    /** A file: its bytes, their SHA-256 in hex, its records. */
    record Entry(long size, String sha256, long rows) {}

    static Manifest empty() {
        return new Manifest("", "", new TreeMap<>(), new TreeMap<>());
    }

    /**
     * Reads a manifest.
     *
     * @throws IOException it cannot be read, is damaged, or of a version that is not known
     */
    static Manifest read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            JsonNode json = MAPPER.readTree(in);
            int version = json.path("schemaVersion").asInt(-1);
            if (version != SCHEMA_VERSION) {
                throw new IOException(file + ": schemaVersion " + SCHEMA_VERSION + " expected, found " + version);
            }
            Manifest manifest = empty();
            for (JsonNode one : json.path("files")) {
                String path = one.path("path").asString();
                if (!PATH.matcher(path).matches()) {
                    throw new IOException(file + ": names \"" + path + "\", which is no file of an export");
                }
                manifest.files.put(
                        path,
                        new Entry(
                                one.path("size").asLong(),
                                one.path("sha256").asString(),
                                one.path("rows").asLong()));
            }
            for (JsonNode one : json.path("tombstones")) {
                manifest.tombstones.put(
                        one.path("releaseId").asString(), one.path("time").asString());
            }
            return new Manifest(
                    json.path("run").asString(), json.path("time").asString(), manifest.files, manifest.tombstones);
        } catch (JacksonException e) {
            throw new IOException(file + ": is damaged: " + e.getOriginalMessage(), e);
        }
    }

    void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                JsonGenerator json = MAPPER.writerWithDefaultPrettyPrinter().createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
            json.writeStringProperty("run", run);
            json.writeStringProperty("time", time);
            json.writeArrayPropertyStart("files");
            files.forEach((path, entry) -> {
                json.writeStartObject();
                json.writeStringProperty("path", path);
                json.writeNumberProperty("size", entry.size());
                json.writeStringProperty("sha256", entry.sha256());
                json.writeNumberProperty("rows", entry.rows());
                json.writeEndObject();
            });
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
        } catch (JacksonException e) {
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
