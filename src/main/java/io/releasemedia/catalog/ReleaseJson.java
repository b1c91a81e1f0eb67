package io.releasemedia.catalog;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The one JSON shape of a release: the body of {@code GET /releases/{id}/media} with status 200. Compact, UTF-8, keys
 * in the contract's order.
 */
public final class ReleaseJson {

    private ReleaseJson() {}

    /** {@code {"success":true,"data":[Media, …]}}. */
    public static byte[] render(List<Media> media) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + 512 * media.size());
        try (JsonGenerator json = MediaMetadata.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeBooleanProperty("success", true);
            json.writeArrayPropertyStart("data");
            media.forEach(one -> write(one, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** One medium as a record of its own, as an import takes it: the ids of release and tenant, then Media. */
    public static byte[] renderRecord(Release release, Media media) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = MediaMetadata.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("releaseId", release.id().toString());
            json.writeStringProperty("tenantId", release.tenantId());
            writeFields(media, json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(Media media, JsonGenerator json) {
        json.writeStartObject();
        writeFields(media, json);
        json.writeEndObject();
    }

    private static void writeFields(Media media, JsonGenerator json) {
        json.writeStringProperty("cloudId", media.cloudId());
        json.writeStringProperty("cloudUrl", media.cloudUrl());
        json.writeStringProperty("type", media.type().key());
        json.writeStringProperty("name", media.name());
        json.writeBooleanProperty("isLink", media.isLink());
        if (media.releasePath().isPresent()) {
            json.writeStringProperty("releasePath", media.releasePath().get());
        } else {
            json.writeNullProperty("releasePath");
        }
        json.writeObjectPropertyStart("metadata");
        MediaMetadata metadata = media.metadata();
        for (String key : metadata.keys()) {
            json.writeName(key);
            json.writeTree(MediaMetadata.sorted(metadata.json().get(key)));
        }
        json.writeEndObject();
    }
}
