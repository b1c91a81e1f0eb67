package io.releasemedia.probe;

import io.releasemedia.source.Cost;
import java.util.Map;
import java.util.Optional;

/**
 * The answer about one file.
 *
 * @param status how the probe ended
 * @param metadata the API's keys in the order of {@link io.releasemedia.probe.format.Field}, with values in the API's
 *     types; what could not be established is absent; unmodifiable
 * @param engine for each key of {@code metadata} the engine that established it: a reader's name, {@code jaudiotagger},
 *     {@code tika}, {@code pdfbox}, or {@code file} or {@code http} for what the source itself says; unmodifiable
 * @param error one sentence for every status but {@link ProbeStatus#OK}
 * @param cost what was read from the source
 */
public record ProbeResult(
        ProbeStatus status,
        Map<String, Object> metadata,
        Map<String, String> engine,
        Optional<String> error,
        Cost cost) {}
