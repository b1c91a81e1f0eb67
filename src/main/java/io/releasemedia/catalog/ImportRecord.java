package io.releasemedia.catalog;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record of an import file: a medium of a release, or (without {@code cloudId}) the release alone.
 *
 * @param tenantId whose release it is
 * @param title of the release, if the record says
 * @param status of the release, if the record says
 * @param media empty for the release alone
 */
record ImportRecord(
        String tenantId, ReleaseId releaseId, Optional<String> title, Optional<String> status, Optional<Media> media) {

    private static final Set<String> RELEASE_KEYS = Set.of("tenantId", "releaseId", "title", "status");
    private static final Set<String> MEDIA_KEYS =
            Set.of("trackId", "cloudId", "cloudUrl", "type", "name", "isLink", "releasePath", "metadata");
    private static final Set<String> STATUSES = Set.of("draft", "submitted", "approved", "rejected");

    /** The limits of PostgreSQL's numeric, which jsonb keeps numbers as. */
    private static final int MOST_DIGITS = 131_072;

    private static final int MOST_DECIMALS = 16_383;

    /** What the reader of an export, whose shape has some levels more, is sure to take back. */
    private static final int MOST_NESTED = 500;

    /** An index holds it, whose entries are limited to a third of a page. */
    private static final int LONGEST_CLOUD_ID = 2_600;

    /** What is wrong with a record, as a sentence without the place. */
    static final class InvalidRecordException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidRecordException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }
    }

    /** Reads one line of NDJSON. */
    static ImportRecord of(JsonNode line, String defaultTenant) throws InvalidRecordException {
        ObjectNode object = object(line, "a record");
        refuseUnknown(object);
        String tenant = text(object, "tenantId").orElse(defaultTenant);
        if (tenant.isBlank()) {
            throw new InvalidRecordException("tenantId must not be empty");
        }
        String id = text(object, "releaseId").orElseThrow(() -> new InvalidRecordException("releaseId is missing"));
        ReleaseId release = ReleaseId.parse(id)
                .orElseThrow(() -> new InvalidRecordException("releaseId must be a uuid, not \"" + shown(id) + "\""));
        Optional<String> status = text(object, "status");
        if (status.isPresent() && !STATUSES.contains(status.get())) {
            throw new InvalidRecordException("status must be one of " + String.join(", ", new TreeSet<>(STATUSES)));
        }
        return new ImportRecord(tenant, release, text(object, "title"), status, media(object));
    }

    /** Reads one element of the endpoint's {@code data}. */
    static ImportRecord ofEndpoint(JsonNode element, ReleaseId release, String tenant) throws InvalidRecordException {
        ObjectNode object = object(element, "an element of data");
        refuseUnknown(object);
        Optional<Media> media = media(object);
        if (media.isEmpty()) {
            throw new InvalidRecordException("cloudId is missing");
        }
        return new ImportRecord(tenant, release, Optional.empty(), Optional.empty(), media);
    }

    /** A release without a record of its own. */
    static ImportRecord ofRelease(ReleaseId release, String tenant) {
        return new ImportRecord(tenant, release, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Optional<Media> media(ObjectNode object) throws InvalidRecordException {
        if (!object.has("cloudId")) {
            for (String key : MEDIA_KEYS) {
                if (object.has(key)) {
                    throw new InvalidRecordException("cloudId is missing (" + key + " is there)");
                }
            }
            return Optional.empty();
        }
        String type = required(object, "type");
        MediaType mediaType = MediaType.ofKey(type)
                .orElseThrow(() -> new InvalidRecordException(
                        "type must be one of " + MediaType.keys() + ", not \"" + shown(type) + "\""));
        return Optional.of(new Media(
                trackId(object),
                cloudId(object),
                required(object, "cloudUrl"),
                mediaType,
                text(object, "name").orElseThrow(() -> new InvalidRecordException("name is missing")),
                flag(object, "isLink"),
                text(object, "releasePath"),
                metadata(object)));
    }

    private static String cloudId(ObjectNode object) throws InvalidRecordException {
        String cloudId = required(object, "cloudId");
        int length = cloudId.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_CLOUD_ID) {
            throw new InvalidRecordException(
                    "cloudId has " + length + " bytes, at most " + LONGEST_CLOUD_ID + " can be stored");
        }
        return cloudId;
    }

    private static MediaMetadata metadata(ObjectNode object) throws InvalidRecordException {
        JsonNode metadata = object.path("metadata");
        if (metadata.isMissingNode() || metadata.isNull()) {
            return new MediaMetadata(List.of());
        }
        ObjectNode json = object(metadata, "metadata");
        refuseUnstorable(json, "metadata", MOST_NESTED);
        return MediaMetadata.of(json);
    }

    private static Optional<UUID> trackId(ObjectNode object) throws InvalidRecordException {
        Optional<String> text = text(object, "trackId");
        Optional<UUID> id = text.flatMap(ReleaseId::parseUuid);
        if (text.isPresent() && id.isEmpty()) {
            throw new InvalidRecordException("trackId must be a uuid, not \"" + shown(text.get()) + "\"");
        }
        return id;
    }

    private static void refuseUnknown(ObjectNode object) throws InvalidRecordException {
        for (String key : object.propertyNames()) {
            if (!RELEASE_KEYS.contains(key) && !MEDIA_KEYS.contains(key)) {
                TreeSet<String> known = new TreeSet<>(RELEASE_KEYS);
                known.addAll(MEDIA_KEYS);
                throw new InvalidRecordException("unknown key \"" + shown(key) + "\", known are "
                        + String.join(", ", known) + " (keys of your own belong into metadata)");
            }
        }
    }

    private static ObjectNode object(JsonNode node, String what) throws InvalidRecordException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidRecordException(what + " must be a JSON object, not "
                + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    }

    private static String required(ObjectNode object, String key) throws InvalidRecordException {
        String text = text(object, key).orElseThrow(() -> new InvalidRecordException(key + " is missing"));
        if (text.isEmpty()) {
            throw new InvalidRecordException(key + " must not be empty");
        }
        return text;
    }

    private static Optional<String> text(ObjectNode object, String key) throws InvalidRecordException {
        @Nullable JsonNode value = object.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new InvalidRecordException(key + " must be a string");
        }
        refuseUnstorable(value.stringValue(), key);
        return Optional.of(value.stringValue());
    }

    private static boolean flag(ObjectNode object, String key) throws InvalidRecordException {
        @Nullable JsonNode value = object.get(key);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new InvalidRecordException(key + " must be true or false");
        }
        return value.booleanValue();
    }

    private static void refuseUnstorable(JsonNode node, String where, int depth) throws InvalidRecordException {
        if (node.isString()) {
            refuseUnstorable(node.stringValue(), where);
        } else if (node.isNumber()) {
            refuseUnstorable(node.decimalValue(), where);
        } else if (node.isContainer() && depth == 0) {
            throw new InvalidRecordException("metadata is nested more than " + MOST_NESTED + " deep");
        } else if (node.isArray()) {
            for (JsonNode element : node) {
                refuseUnstorable(element, where, depth - 1);
            }
        } else if (node.isObject()) {
            for (var property : node.properties()) {
                String key = property.getKey();
                refuseUnstorable(key, where);
                refuseUnstorable(
                        property.getValue(), depth == MOST_NESTED ? where + "." + shown(key) : where, depth - 1);
            }
        }
    }

    private static void refuseUnstorable(BigDecimal number, String where) throws InvalidRecordException {
        long digitsBeforePoint = (long) number.precision() - number.scale();
        if (digitsBeforePoint > MOST_DIGITS || number.scale() > MOST_DECIMALS) {
            throw new InvalidRecordException(where + " is a number of more digits than can be stored (" + MOST_DIGITS
                    + " before the point, " + MOST_DECIMALS + " behind it)");
        }
    }

    /** PostgreSQL stores neither NUL nor half a surrogate pair, in text as in jsonb. */
    private static void refuseUnstorable(String text, String where) throws InvalidRecordException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidRecordException(where + " contains the character NUL, which cannot be stored");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidRecordException(where + " contains half a surrogate pair, which is no character");
            }
        }
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
