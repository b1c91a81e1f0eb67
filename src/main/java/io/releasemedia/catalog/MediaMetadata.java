package io.releasemedia.catalog;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
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
 *
 * @param members in the order in which they are written
 */
public record MediaMetadata(List<Member> members) {

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

    private static final List<Kind> CONTRACT_KINDS = List.of(
            Kind.NUMBER, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.NUMBER, Kind.TEXT, Kind.TEXT, Kind.BOOLEAN);

    private static final Map<String, Integer> PLACES =
            IntStream.range(0, CONTRACT_KEYS.size()).boxed().collect(Collectors.toMap(CONTRACT_KEYS::get, i -> i));

    /** Reads what others wrote without changing a value; a key that stands twice in an object is an error. */
    static final JsonMapper STRICT = mapper(true);

    /** Reads and writes what is valid already, as the database's jsonb is. */
    static final JsonMapper MAPPER = mapper(false);

    public MediaMetadata {
        members = List.copyOf(members);
    }

    /** What a value is. */
    public enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        /** Null, an array or an object. */
        OTHER
    }

    /**
     * A key with its value.
     *
     * @param place the key's place among {@link #CONTRACT_KEYS}; -1 for all others
     * @param value a text itself, anything else as JSON: numbers without an exponent, the keys of objects sorted, so
     *     that the same value has the same text
     */
    public record Member(String key, int place, Kind kind, String value) {

        static Member of(String key, Kind kind, String value) {
            return new Member(key, PLACES.getOrDefault(key, -1), kind, value);
        }

        /** Whether it is one of the contract's keys and its value has the type that the contract gives it. */
        public boolean isAsInContract() {
            return place >= 0 && kind == CONTRACT_KINDS.get(place);
        }

        void write(JsonGenerator json) {
            json.writeName(key);
            if (kind == Kind.TEXT) {
                json.writeString(value);
            } else {
                json.writeRawValue(value);
            }
        }
    }

    /**
     * Reads a JSON object, such as the text of a jsonb, in which no key stands twice.
     *
     * @throws JacksonException the text is no JSON
     * @throws IllegalArgumentException it is JSON but no object
     */
    public static MediaMetadata parse(String text) {
        try (JsonParser json = MAPPER.createParser(text)) {
            return read(json);
        }
    }

    /** As {@link #parse(String)}, of UTF-8. */
    static MediaMetadata parse(byte[] utf8) {
        try (JsonParser json = MAPPER.createParser(utf8)) {
            return read(json);
        }
    }

    /** From values of Java's own types: texts, numbers, booleans. */
    public static MediaMetadata of(Map<String, ?> values) {
        return parse(MAPPER.writeValueAsString(values));
    }

    static MediaMetadata of(ObjectNode tree) {
        try (JsonParser json = MAPPER.treeAsTokens(tree)) {
            return read(json);
        }
    }

    private static MediaMetadata read(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("metadata must be a JSON object");
        }
        @Nullable Member[] ofContract = new Member[CONTRACT_KEYS.size()];
        List<Member> others = new ArrayList<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            Member member = member(json.currentName(), json.nextToken(), json);
            if (member.place < 0) {
                others.add(member);
            } else {
                ofContract[member.place] = member;
            }
        }
        others.sort((one, other) -> compareCodePoints(one.key, other.key));
        List<Member> members = new ArrayList<>(ofContract.length + others.size());
        for (@Nullable Member member : ofContract) {
            if (member != null) {
                members.add(member);
            }
        }
        members.addAll(others);
        return new MediaMetadata(members);
    }

    private static Member member(String key, JsonToken token, JsonParser json) {
        return switch (token) {
            case VALUE_STRING -> Member.of(key, Kind.TEXT, json.getString());
            case VALUE_NUMBER_INT -> Member.of(key, Kind.NUMBER, json.getString());
            case VALUE_NUMBER_FLOAT -> Member.of(key, Kind.NUMBER, decimal(json));
            case VALUE_TRUE -> Member.of(key, Kind.BOOLEAN, "true");
            case VALUE_FALSE -> Member.of(key, Kind.BOOLEAN, "false");
            default -> Member.of(key, Kind.OTHER, MAPPER.writeValueAsString(sorted(json.readValueAsTree())));
        };
    }

    private static String decimal(JsonParser json) {
        String text = json.getString();
        boolean isPlain = text.indexOf('e') < 0 && text.indexOf('E') < 0 && !text.startsWith("-0");
        return isPlain ? text : json.getDecimalValue().toPlainString();
    }

    /** The value of a key; empty if it is absent. */
    public Optional<Member> member(String key) {
        for (Member member : members) {
            if (member.key.equals(key)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /** All keys in the order in which they are written. */
    public List<String> keys() {
        return members.stream().map(Member::key).toList();
    }

    /** As JSON text. */
    public String text() {
        return text(members);
    }

    /** Some members as the text of a JSON object. */
    public static String text(List<Member> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = MAPPER.createGenerator(text)) {
            write(members, json);
        }
        return text.toString();
    }

    static void write(List<Member> members, JsonGenerator json) {
        json.writeStartObject();
        for (Member member : members) {
            member.write(json);
        }
        json.writeEndObject();
    }

    /** As a tree. */
    public ObjectNode json() {
        return (ObjectNode) MAPPER.readTree(text());
    }

    /** The same value with the keys of every object in it sorted, so that one value has one text. */
    private static JsonNode sorted(JsonNode node) {
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

    private static JsonMapper mapper(boolean strict) {
        return JsonMapper.builder(JsonFactory.builder()
                        // Its buffers are wanted for every medium; the pool that all threads share costs more than
                        // they.
                        .recyclerPool(JsonRecyclerPools.threadLocalPool())
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNumberLength(200_000)
                                .maxNestingDepth(1_000)
                                .maxStringLength(256 << 20)
                                .build())
                        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
                        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }
}
