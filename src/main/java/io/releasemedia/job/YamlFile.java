package io.releasemedia.job;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file with the settings of the command line in it; knows where each node came from. */
final class YamlFile {

    private static final Set<String> PATHS = Set.of("import", "export.out", "metrics.file");

    private final Path file;
    private final IdentityHashMap<Node, String> origins = new IdentityHashMap<>();

    YamlFile(Path file) {
        this.file = file;
    }

    /**
     * The file's root.
     *
     * @param settings {@code key=value} with dotted keys, which replace what the file says
     */
    YamlSection read(List<String> settings) throws JobFileException {
        @Nullable Node root = compose(text(), file + ":");
        for (String setting : settings) {
            root = set(root, setting);
        }
        return new YamlSection(root, this::place, "");
    }

    private String text() throws JobFileException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new JobFileException(file + ": no such job file");
        } catch (CharacterCodingException e) {
            throw new JobFileException(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new JobFileException(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static @Nullable Node compose(String text, String place) throws JobFileException {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(20);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new JobFileException(place + line + ": no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new JobFileException(place + " no YAML: " + e.getMessage());
        }
    }

    private Node set(@Nullable Node root, String setting) throws JobFileException {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw new JobFileException(
                    "--set " + setting + ": expected key=value, for example export.out=/srv/exports");
        }
        String key = setting.substring(0, equals);
        String value = setting.substring(equals + 1);
        @Nullable Node composed = compose(value, "--set " + key + ":");
        Node node = composed == null ? new ScalarNode(Tag.NULL, "", null, null, ScalarStyle.PLAIN) : composed;
        if (PATHS.contains(key)) {
            // A path on the command line is relative to where the command was typed.
            String absolute = Path.of(value).toAbsolutePath().toString();
            node = new ScalarNode(Tag.STR, absolute, null, null, ScalarStyle.PLAIN);
        }
        origins.put(node, "--set " + key);
        return put(root, List.of(key.split("\\.", -1)), node, setting);
    }

    private Node put(@Nullable Node at, List<String> keys, Node value, String setting) throws JobFileException {
        if (keys.isEmpty()) {
            return value;
        }
        List<NodeTuple> tuples = new ArrayList<>();
        if (at instanceof MappingNode mapping) {
            tuples.addAll(mapping.getValue());
        } else if (at != null && !at.getTag().equals(Tag.NULL)) {
            throw new JobFileException("--set " + setting + ": there are no keys below that");
        }
        @Nullable Node below = null;
        for (NodeTuple tuple : tuples) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(keys.get(0))) {
                below = tuple.getValueNode();
                tuples.remove(tuple);
                break;
            }
        }
        Node key = new ScalarNode(Tag.STR, keys.get(0), null, null, ScalarStyle.PLAIN);
        origins.put(key, "--set " + setting);
        tuples.add(new NodeTuple(key, put(below, keys.subList(1, keys.size()), value, setting)));
        MappingNode result = new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
        origins.put(result, "--set " + setting);
        return result;
    }

    private String place(Node node) {
        if (origins.containsKey(node)) {
            return origins.get(node);
        }
        return node.getStartMark() == null
                ? file.toString()
                : file + ":" + (node.getStartMark().getLine() + 1);
    }
}
