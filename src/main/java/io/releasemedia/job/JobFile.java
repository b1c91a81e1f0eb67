package io.releasemedia.job;

import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.Selection;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

/**
 * Reads job files. Unknown keys, wrong types and impossible values are refused with file, line and what is allowed;
 * paths are relative to the file, on the command line to the working folder.
 */
public final class JobFile {

    private final Path file;
    private final Set<String> exportFormats;
    private final IdentityHashMap<Node, String> origins = new IdentityHashMap<>();

    private JobFile(Path file, Set<String> exportFormats) {
        this.file = file;
        this.exportFormats = new TreeSet<>(exportFormats);
    }

    /**
     * Reads and checks a job file.
     *
     * @param settings {@code key=value} with dotted keys, which replace what the file says
     * @param exportFormats the formats that an export may have
     * @throws JobFileException it cannot be used
     */
    public static JobSpec read(Path file, List<String> settings, Set<String> exportFormats) throws JobFileException {
        return new JobFile(file, exportFormats).read(settings);
    }

    private JobSpec read(List<String> settings) throws JobFileException {
        @Nullable Node root = compose(text(), file + ":");
        for (String setting : settings) {
            root = set(root, setting);
        }
        return spec(new YamlSection(root, this::place, ""));
    }

    private JobSpec spec(YamlSection top) throws JobFileException {
        String job = top.text("job")
                .orElseThrow(() -> new JobFileException(file + ": job is missing, for example job: nightly"));
        if (!job.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw top.wrong("job", "must be a name of at most 64 letters, digits, dots, dashes and underscores");
        }
        Optional<Path> importFrom = path(top, "import");
        if (importFrom.isPresent() && !Files.isReadable(importFrom.get())) {
            throw top.wrong("import", "names " + importFrom.get() + ", which cannot be read");
        }
        boolean enrich = top.flag("enrich", true);
        JobSpec spec = new JobSpec(
                job,
                importFrom,
                enrich,
                select(top.section("select")),
                source(top.section("source")),
                allowed(top.section("net")),
                links(top.section("links")),
                export(top),
                execution(top.section("execution")));
        top.end();
        if (!enrich && spec.export().isEmpty() && importFrom.isEmpty()) {
            throw new JobFileException(file + ": there is nothing to do: enrich is false, no import and no export");
        }
        return spec;
    }

    private static JobSpec.Select select(YamlSection section) throws JobFileException {
        List<String> tenants = section.texts("tenants");
        List<MediaType> types = section.list("types", MediaType::ofKey, "one of " + MediaType.keys());
        List<ReleaseId> releases = section.list("releases", ReleaseId::parse, "a release's uuid");
        JobSpec.Select select = new JobSpec.Select(
                new Selection(Set.copyOf(tenants), Set.copyOf(types), Set.copyOf(releases)),
                section.flag("failed", false),
                section.flag("force", false),
                section.flag("requireRelease", false));
        section.end();
        return select;
    }

    private JobSpec.Source source(YamlSection section) throws JobFileException {
        List<Path> roots = new ArrayList<>();
        for (String root : section.texts("roots")) {
            Path folder = resolve(root);
            if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
                throw section.wrong("roots", "names " + folder + ", which is no folder that can be read");
            }
            roots.add(folder);
        }
        section.end();
        return new JobSpec.Source(List.copyOf(roots));
    }

    private static List<String> allowed(YamlSection section) throws JobFileException {
        List<String> allow = section.list(
                "allow",
                text -> text.matches("[0-9A-Fa-f:.]{2,45}(/\\d{1,3})?") ? Optional.of(text) : Optional.empty(),
                "an address or a range such as 10.1.0.0/16");
        section.end();
        return List.copyOf(allow);
    }

    private static JobSpec.Links links(YamlSection section) throws JobFileException {
        JobSpec.Links links = new JobSpec.Links(
                section.flag("check", true),
                section.duration("recheckAfter", Duration.ofDays(7)),
                section.number("perHost", 1, 1_000, 4),
                section.number("perHostPerSecond", 1, 10_000, 10),
                section.number("inFlight", 1, 1_000, 256),
                section.number("deadAfter", 1, 100, 3),
                section.flag("probe", false),
                section.text("contact").orElse(""));
        section.end();
        return links;
    }

    private Optional<JobSpec.Export> export(YamlSection top) throws JobFileException {
        YamlSection section = top.section("export");
        if (!top.has("export")) {
            return Optional.empty();
        }
        Optional<Path> out = path(section, "out");
        if (out.isEmpty()) {
            throw top.wrong("export", "needs the folder to write to: export.out is missing");
        }
        List<String> formats = section.list(
                "formats",
                text -> exportFormats.contains(text) ? Optional.of(text) : Optional.empty(),
                "one of " + String.join(", ", exportFormats));
        YamlSection csv = section.section("csv");
        boolean spreadsheetSafe = csv.flag("spreadsheetSafe", false);
        csv.end();
        JobSpec.Export export = new JobSpec.Export(
                out.get(),
                formats.isEmpty() ? List.of("json", "csv") : List.copyOf(formats),
                choice(section, "layout", List.of("flat", "by-tenant")),
                spreadsheetSafe,
                choice(section, "signedUrls", List.of("keep", "strip-query")),
                choice(section, "compression", List.of("none", "gzip", "zstd")));
        section.end();
        return Optional.of(export);
    }

    /** One of some names; the first if the key is absent. */
    private static String choice(YamlSection section, String key, List<String> names) throws JobFileException {
        String chosen = section.text(key).orElse(names.get(0));
        if (!names.contains(chosen)) {
            throw section.wrong(key, "must be one of " + String.join(", ", names) + ", not \"" + chosen + "\"");
        }
        return chosen;
    }

    private static JobSpec.Execution execution(YamlSection section) throws JobFileException {
        JobSpec.Execution execution = new JobSpec.Execution(
                section.number("threads", 1, 256, Runtime.getRuntime().availableProcessors()),
                section.number("chunk", 1, 10_000, 200),
                section.number("partition", 1, 1_000_000, 10_000),
                section.duration("timeLimit", Duration.ofSeconds(30)));
        section.end();
        return execution;
    }

    private Optional<Path> path(YamlSection section, String key) throws JobFileException {
        Optional<String> text = section.text(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(resolve(text.get()));
    }

    private Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
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
        if (key.equals("export.out") || key.equals("import")) {
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
