package io.releasemedia.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a job file, read key by key: every value that is asked for is checked, and {@link #end()} refuses the
 * keys that nobody asked for.
 */
final class YamlSection {

    private final Function<Node, String> place;
    private final String path;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();

    /**
     * Over a mapping.
     *
     * @param place says where a node stands: {@code nightly.yaml:3}
     * @param path dotted keys that lead here, empty at the top
     */
    YamlSection(@Nullable Node node, Function<Node, String> place, String path) throws JobFileException {
        this.place = place;
        this.path = path;
        if (node == null || isNull(node)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw new JobFileException(place.apply(node) + ": "
                    + (path.isEmpty() ? "expected a mapping of keys" : path + " must be a mapping of keys"));
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new JobFileException(place.apply(tuple.getKeyNode()) + ": a key must be plain text");
            }
            if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                throw new JobFileException(place.apply(key) + ": " + path(key.getValue()) + " stands twice");
            }
            keys.put(key.getValue(), key);
        }
    }

    /** A mapping below this one; absent is empty. */
    YamlSection section(String key) throws JobFileException {
        asked.add(key);
        return new YamlSection(values.get(key), place, path(key));
    }

    /** Whether the key is there with a value. */
    boolean has(String key) {
        asked.add(key);
        Node node = values.get(key);
        return node != null && !isNull(node);
    }

    Optional<String> text(String key) throws JobFileException {
        Optional<Node> node = node(key);
        return node.isEmpty() ? Optional.empty() : Optional.of(scalar(key, node.get()));
    }

    boolean flag(String key, boolean absent) throws JobFileException {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return absent;
        }
        if (!node.get().getTag().equals(Tag.BOOL)) {
            throw wrong(key, node.get(), "true or false");
        }
        return scalar(key, node.get()).toLowerCase(Locale.ROOT).matches("true|yes|on");
    }

    int number(String key, int least, int most, int absent) throws JobFileException {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return absent;
        }
        String text = scalar(key, node.get());
        if (text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw wrong(key, node.get(), "a whole number from " + least + " to " + most);
    }

    Duration duration(String key, Duration absent) throws JobFileException {
        return duration(key).orElse(absent);
    }

    Optional<Duration> duration(String key) throws JobFileException {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = Durations.parse(scalar(key, node.get()));
        if (duration.isEmpty()) {
            throw wrong(key, node.get(), Durations.EXPECTED);
        }
        return duration;
    }

    /** A list of texts; a single text counts as a list of one. */
    List<String> texts(String key) throws JobFileException {
        return list(key, Optional::of, "text");
    }

    /** A list whose elements are read by {@code reader}, which answers empty for what is none. */
    <T> List<T> list(String key, Function<String, Optional<T>> reader, String expected) throws JobFileException {
        Optional<Node> node = node(key);
        List<T> result = new ArrayList<>();
        if (node.isPresent()) {
            List<Node> elements =
                    node.get() instanceof SequenceNode sequence ? sequence.getValue() : List.of(node.get());
            for (Node element : elements) {
                result.add(reader.apply(scalar(key, element)).orElseThrow(() -> wrong(key, element, expected)));
            }
        }
        return result;
    }

    /** Refuses the first key that was not asked for. */
    void end() throws JobFileException {
        for (Map.Entry<String, Node> key : keys.entrySet()) {
            if (!asked.contains(key.getKey())) {
                throw new JobFileException(place.apply(key.getValue()) + ": unknown key " + path(key.getKey())
                        + ", known " + (path.isEmpty() ? "are " : "below " + path + " are ")
                        + String.join(", ", asked));
            }
        }
    }

    /** An error at a key's value. */
    JobFileException wrong(String key, String message) {
        Node node = values.get(key);
        return new JobFileException((node == null ? "" : place.apply(node) + ": ") + path(key) + " " + message);
    }

    private JobFileException wrong(String key, Node node, String expected) {
        String found = node instanceof ScalarNode scalar ? "\"" + scalar.getValue() + "\"" : "a " + node.getNodeId();
        return new JobFileException(place.apply(node) + ": " + path(key) + " must be " + expected + ", not " + found);
    }

    private Optional<Node> node(String key) {
        return has(key) ? Optional.ofNullable(values.get(key)) : Optional.empty();
    }

    private String scalar(String key, Node node) throws JobFileException {
        if (node instanceof ScalarNode scalar && !isNull(node)) {
            return scalar.getValue();
        }
        throw wrong(key, node, "text");
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
