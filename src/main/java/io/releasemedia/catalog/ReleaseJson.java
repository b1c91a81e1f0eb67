package io.releasemedia.catalog;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/**
 * The one JSON shape of a release: the body of {@code GET /releases/{id}/media} with status 200. Compact, UTF-8, keys
 * in the contract's order. Beside it the two records of which an import makes the same release again.
 */
public final class ReleaseJson {

    private ReleaseJson() {}

    /** {@code {"success":true,"data":[Media, …]}}. */
    public static byte[] render(List<Media> media) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + 1024 * media.size());
        try (JsonGenerator json = MediaMetadata.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeBooleanProperty("success", true);
            json.writeArrayPropertyStart("data");
            for (Media one : media) {
                json.writeStartObject();
                writeFields(one, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** A medium as a record of its own: whose it is, then Media. */
    public static byte[] renderRecord(Release release, Media media) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = MediaMetadata.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            writeIds(release, json);
            writeOptional("trackId", media.trackId().map(UUID::toString), json);
            writeFields(media, json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** A release without its media as a record: whose it is, title and status. */
    public static byte[] renderRecord(Release release) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = MediaMetadata.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            writeIds(release, json);
            writeOptional("title", release.title(), json);
            writeOptional("status", release.status(), json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeIds(Release release, JsonGenerator json) {
        json.writeStringProperty("releaseId", release.id().toString());
        json.writeStringProperty("tenantId", release.tenantId());
    }

    private static void writeFields(Media media, JsonGenerator json) {
        json.writeStringProperty("cloudId", media.cloudId());
        json.writeStringProperty("cloudUrl", media.cloudUrl());
        json.writeStringProperty("type", media.type().key());
        json.writeStringProperty("name", media.name());
        json.writeBooleanProperty("isLink", media.isLink());
        writeOptional("releasePath", media.releasePath(), json);
        json.writeName("metadata");
        MediaMetadata.write(media.metadata().members(), json);
    }

    private static void writeOptional(String key, Optional<String> text, JsonGenerator json) {
        if (text.isPresent()) {
            json.writeStringProperty(key, text.get());
        } else {
            json.writeNullProperty(key);
        }
    }
}
