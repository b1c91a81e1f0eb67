package io.releasemedia.cli;

import io.releasemedia.catalog.CatalogSnapshot;
import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.ReleaseScope;
import io.releasemedia.catalog.Selection;
import io.releasemedia.export.CatalogExport;
import io.releasemedia.export.ExportCheck;
import io.releasemedia.export.ExportFormat;
import io.releasemedia.export.ExportReport;
import io.releasemedia.export.ExportSettings;
import io.releasemedia.export.ExportSettings.Compression;
import io.releasemedia.export.ExportSettings.Layout;
import io.releasemedia.export.ExportSettings.SignedUrls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: writes releases as files, without probing, or checks what was written. */
@Command(
        name = "export",
        description = "Writes the catalogue's releases as files; only what changed is written.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "--check exits with 0 if the folder is what its manifest and the catalogue say, else with 1.",
            "",
            "Examples:",
            "  release-media export --out exports --format json,csv,ndjson,parquet",
            "  release-media export --out exports --layout by-tenant --signed-urls strip-query",
            "  release-media export --out changes --changed-since 2026-01-31T00:00:00Z",
            "  release-media export --out exports --check"
        })
final class ExportCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 2;

    private static final Set<String> CHECK_OPTIONS = Set.of("--check", "--out", "--tenant");

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Folder to write to.")
    private Path out = Path.of("");

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "json,csv",
            description = "Formats to write: json, csv, ndjson, parquet (default: json,csv).")
    private List<String> formats = List.of();

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = "flat, or by-tenant: a whole export for each tenant below tenants/ (default: flat).")
    private Layout layout = Layout.FLAT;

    @Option(
            names = "--signed-urls",
            paramLabel = "HOW",
            description = "keep, or strip-query: cloudUrl without its query (default: keep).")
    private SignedUrls signedUrls = SignedUrls.KEEP;

    @Option(
            names = "--compression",
            paramLabel = "HOW",
            description = "Of the NDJSON bundle: none, gzip, zstd (default: none).")
    private Compression compression = Compression.NONE;

    @Option(
            names = "--spreadsheet-safe",
            description = "Put an apostrophe before CSV cells that a spreadsheet would take for a formula.")
    private boolean spreadsheetSafe;

    @Option(
            names = "--changed-since",
            paramLabel = "TIME",
            description = "Only releases that changed since, for example 2026-01-31T00:00:00Z.")
    private String changedSince = "";

    @Option(names = "--check", description = "Compare the folder with its manifest and the catalogue; write nothing.")
    private boolean check;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        Selection within = selection.over(Selection.ALL);
        return check ? check(within) : export(within);
    }

    private int export(Selection within) throws CommandException {
        ExportSettings settings = settings();
        ReleaseScope scope = ReleaseScope.of(within).since(since());
        refuseIfShared(within.tenants());
        ExportTarget.prepare(out);
        return OpenDatabase.run(CONNECTIONS, (dataSource, interruption) -> {
            interruption.stopBy(interruption::endNow);
            KnownReleases.require(within.releases(), dataSource);
            try (CatalogSnapshot snapshot = new MediaStore(dataSource).snapshot()) {
                ExportReport report =
                        new CatalogExport(out, settings, "export", Clock.systemUTC()).export(scope, snapshot, () -> {});
                console.out()
                        .println("Exported " + report.releases() + " releases to " + out + ": " + report.written()
                                + " files written, " + report.unchanged() + " unchanged, " + report.deleted()
                                + " deleted.");
            }
            return ExitCode.DONE;
        });
    }

    private void refuseIfShared(Set<String> tenants) throws CommandException {
        try {
            if (layout == Layout.FLAT) {
                CatalogExport.refuseIfShared(out, tenants);
            }
        } catch (IOException e) {
            throw CommandException.couldNotRun("export folder " + e.getMessage());
        }
    }

    private int check(Selection within) throws CommandException {
        List<String> more = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !CHECK_OPTIONS.contains(name))
                .toList();
        if (!more.isEmpty()) {
            throw CommandException.wrongUsage("--check compares all that the folder covers as it was exported: it goes"
                    + " with --out and --tenant, not with " + String.join(", ", more));
        }
        if (!Files.isDirectory(out)) {
            throw CommandException.couldNotRun("export folder " + out + ": no such folder");
        }
        return OpenDatabase.run(CONNECTIONS, (dataSource, interruption) -> {
            interruption.stopBy(interruption::endNow);
            AtomicLong differences = new AtomicLong();
            try (CatalogSnapshot snapshot = new MediaStore(dataSource).snapshot()) {
                long files = ExportCheck.check(out, within.tenants(), snapshot, difference -> {
                    differences.incrementAndGet();
                    console.out().println(difference);
                });
                console.out()
                        .println(
                                differences.get() == 0
                                        ? files + " files are as the manifest and the catalogue say."
                                        : differences.get() + " differences.");
            }
            return differences.get() == 0 ? ExitCode.DONE : ExitCode.SOME_FAILED;
        });
    }

    private ExportSettings settings() throws CommandException {
        List<ExportFormat> chosen = new ArrayList<>();
        for (String format : formats.isEmpty() ? List.of("json", "csv") : formats) {
            chosen.add(ExportFormat.ofKey(format)
                    .orElseThrow(() -> CommandException.wrongUsage(
                            "--format " + format + ": expected some of " + String.join(", ", ExportFormat.keys()))));
        }
        return new ExportSettings(chosen, layout, spreadsheetSafe, signedUrls, compression);
    }

    private Optional<Instant> since() throws CommandException {
        if (changedSince.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(changedSince).toInstant());
        } catch (DateTimeException e) {
            throw CommandException.wrongUsage(
                    "--changed-since " + changedSince + ": expected a time with its zone such as 2026-01-31T00:00:00Z");
        }
    }
}
