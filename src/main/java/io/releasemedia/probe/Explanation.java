package io.releasemedia.probe;

import io.releasemedia.probe.format.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each engine said about one file, for people who wonder about an answer.
 *
 * @param result the answer that {@link Prober#probe} gives
 * @param detection how the type was found
 * @param engines each engine that was asked and how it ended, in the order of the columns
 * @param rows one for each field that any engine established, in the order of {@link Field}
 */
public record Explanation(ProbeResult result, String detection, List<Engine> engines, List<Row> rows) {

    /**
     * An engine that was asked.
     *
     * @param name as in {@code engine}
     * @param outcome {@code ok}, or a sentence about what it could not do
     */
    public record Engine(String name, String outcome) {}

    /**
     * A field.
     *
     * @param field the field
     * @param said what each engine said about it; an engine that said nothing is absent
     * @param taken the value in the answer
     * @param why why this one was taken, or why none was
     */
    public record Row(Field field, Map<String, Object> said, Optional<Object> taken, String why) {}
}
