package io.releasemedia.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code metadata} object of a media record: the contract's keys and any other, with their values intact.
 *
 * <p>Order of keys: the contract's in its own order, then the others sorted by code point, because PostgreSQL's jsonb
 * keeps none. Numbers keep their value and their decimals, however long.
 */
public record MediaMetadata(ObjectNode json) {

    /** The contract's keys, in its order. */
    public static final List<String> CONTRACT_KEYS = List.of(
            "duration",
            "bitrate",
            "sampleRate",
            "channels",
            "codec",
            "fileSize",
            "mimeType",
            "processedAt",
            "linkValidated");

    /** Reads and writes JSON without changing a value; a key that stands twice in an object is an error. */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(200_000)
                            .maxStringLength(256 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * Reads a JSON object.
     *
     * @throws JacksonException the text is no JSON
     * @throws ClassCastException it is JSON but no object
     */
    public static MediaMetadata parse(String text) {
        return new MediaMetadata((ObjectNode) MAPPER.readTree(text));
    }

    /** From values of Java's own types: texts, numbers, booleans. */
    public static MediaMetadata of(Map<String, ?> values) {
        return new MediaMetadata(MAPPER.valueToTree(values));
    }

    /** As JSON text. */
    public String text() {
        return MAPPER.writeValueAsString(json);
    }

    /** All keys in the order in which they are written. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(json.size());
        for (String key : CONTRACT_KEYS) {
            if (json.has(key)) {
                keys.add(key);
            }
        }
        TreeSet<String> others = new TreeSet<>(MediaMetadata::compareCodePoints);
        for (String key : json.propertyNames()) {
            if (!CONTRACT_KEYS.contains(key)) {
                others.add(key);
            }
        }
        keys.addAll(others);
        return keys;
    }

    /** Some of the keys with their values, as the text of a JSON object. */
    public String text(List<String> keys) {
        ObjectNode some = MAPPER.createObjectNode();
        for (String key : keys) {
            some.set(key, sorted(json.get(key)));
        }
        return MAPPER.writeValueAsString(some);
    }

    /** The same value with the keys of every object in it sorted, so that one value has one text. */
    static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode result = MAPPER.createObjectNode();
            List<String> keys = new ArrayList<>(node.propertyNames());
            keys.sort(MediaMetadata::compareCodePoints);
            keys.forEach(key -> result.set(key, sorted(node.get(key))));
            return result;
        }
        if (node.isArray()) {
            var result = MAPPER.createArrayNode();
            node.forEach(element -> result.add(sorted(element)));
            return result;
        }
        return node;
    }

    /** As {@link String#compareTo}, but a surrogate, half of a code point above all others, comes last. */
    private static int compareCodePoints(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean above = Character.isSurrogate(left);
                return above == Character.isSurrogate(right) ? Character.compare(left, right) : above ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
