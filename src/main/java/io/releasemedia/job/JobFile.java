package io.releasemedia.job;

import io.releasemedia.catalog.MediaType;
import io.releasemedia.catalog.ReleaseId;
import io.releasemedia.catalog.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads job files. Unknown keys, wrong types and impossible values are refused with file, line and what is allowed;
 * paths are relative to the file, on the command line to the working folder.
 */
public final class JobFile {

    private final Path file;
    private final Set<String> exportFormats;

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
        return new JobFile(file, exportFormats).spec(new YamlFile(file).read(settings));
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
        YamlSection execution = top.section("execution");
        JobSpec spec = new JobSpec(
                job,
                importFrom,
                enrich,
                select(top.section("select")),
                source(top.section("source")),
                allowed(top.section("net")),
                links(top.section("links")),
                retry(top.section("retry")),
                export(top),
                execution(execution),
                workers(execution),
                metrics(top.section("metrics")));
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
        JobSpec.Source source = new JobSpec.Source(
                List.copyOf(roots), section.duration("reprobeAfter"), section.duration("checkRemoteAfter"));
        section.end();
        return source;
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

    private static JobSpec.Retry retry(YamlSection section) throws JobFileException {
        JobSpec.Retry retry = new JobSpec.Retry(
                section.duration("first", Duration.ofMinutes(15)),
                section.duration("longest", Duration.ofDays(7)),
                section.number("attempts", 1, 1_000, 14));
        section.end();
        return retry;
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
        return new JobSpec.Execution(
                section.number("threads", 1, 256, Runtime.getRuntime().availableProcessors()),
                section.number("chunk", 1, 10_000, 200),
                section.number("partition", 1, 1_000_000, 10_000),
                section.duration("timeLimit", Duration.ofSeconds(30)),
                section.duration("timeBudget"),
                section.duration("grace", Duration.ofSeconds(10)),
                section.duration("databasePatience", Duration.ofSeconds(60)),
                choice(section, "isolation", List.of("child", "process")).equals("child")
                        ? JobSpec.Isolation.CHILD
                        : JobSpec.Isolation.PROCESS,
                section.number("childHeapMegabytes", 32, 65_536, 256));
    }

    /** Below {@code execution} as well. */
    private static JobSpec.Workers workers(YamlSection section) throws JobFileException {
        String mode = choice(section, "mode", List.of("local", "remote", "remote-only"));
        JobSpec.Workers workers = new JobSpec.Workers(
                switch (mode) {
                    case "remote" -> JobSpec.Mode.REMOTE;
                    case "remote-only" -> JobSpec.Mode.REMOTE_ONLY;
                    default -> JobSpec.Mode.LOCAL;
                },
                section.number("linkSlices", 1, 1_000, 8));
        section.end();
        return workers;
    }

    private JobSpec.Metrics metrics(YamlSection section) throws JobFileException {
        int port = section.number("port", 1, 65_535, 0);
        JobSpec.Metrics metrics =
                new JobSpec.Metrics(path(section, "file"), port == 0 ? Optional.empty() : Optional.of(port));
        section.end();
        return metrics;
    }

    private Optional<Path> path(YamlSection section, String key) throws JobFileException {
        Optional<String> text = section.text(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(resolve(text.get()));
    }

    private Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }
}
