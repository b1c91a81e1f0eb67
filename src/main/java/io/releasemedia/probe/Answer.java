package io.releasemedia.probe;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.source.Cost;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The facts taken so far, each with the engine that established it; the first engine to establish a field keeps it. */
final class Answer {

    private final Map<Field, Object> values = new EnumMap<>(Field.class);
    private final Map<Field, String> engines = new EnumMap<>(Field.class);

    Answer put(Field field, Object value, String engine) {
        if (values.putIfAbsent(field, value) == null) {
            engines.put(field, engine);
        }
        return this;
    }

    Answer put(Facts facts, String engine) {
        facts.values().forEach((field, value) -> put(field, value, engine));
        return this;
    }

    Optional<Object> value(Field field) {
        return Optional.ofNullable(values.get(field));
    }

    Optional<String> engine(Field field) {
        return Optional.ofNullable(engines.get(field));
    }

    /** The MIME type as far as it is known. */
    String mimeType() {
        return values.getOrDefault(Field.MIME_TYPE, MimeDetector.UNKNOWN).toString();
    }

    /** Whether more is known than type and size. */
    boolean hasMediaFacts() {
        return values.size() > (values.containsKey(Field.MIME_TYPE) ? 1 : 0);
    }

    ProbeResult result(ProbeStatus status, Optional<String> error, Cost cost) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        Map<String, String> engine = new LinkedHashMap<>();
        values.forEach((field, value) -> metadata.put(field.key(), value));
        engines.forEach((field, name) -> engine.put(field.key(), name));
        return new ProbeResult(
                status, Collections.unmodifiableMap(metadata), Collections.unmodifiableMap(engine), error, cost);
    }
}
