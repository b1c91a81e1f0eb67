package io.releasemedia.cli;

import io.releasemedia.catalog.MediaStore;
import io.releasemedia.catalog.Selection;
import io.releasemedia.export.CatalogExport;
import io.releasemedia.export.ExportFormat;
import io.releasemedia.export.ExportReport;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: writes releases as files, without probing. */
@Command(
        name = "export",
        description = "Writes the catalogue's releases as JSON and CSV files; only what changed is written.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  release-media export --out exports --format json,csv"})
final class ExportCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 2;

    private final Console console;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Folder to write to.")
    private Path out = Path.of("");

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "json,csv",
            description = "Formats to write (default: json,csv).")
    private List<String> formats = List.of("json", "csv");

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        List<ExportFormat> chosen = new ArrayList<>();
        for (String format : formats) {
            chosen.add(ExportFormat.ofKey(format)
                    .orElseThrow(() -> CommandException.wrongUsage(
                            "--format " + format + ": expected some of " + String.join(", ", ExportFormat.keys()))));
        }
        Selection within = selection.over(Selection.ALL);
        ExportTarget.prepare(out);
        return OpenDatabase.run(CONNECTIONS, (dataSource, interruption) -> {
            interruption.stopBy(interruption::endNow);
            MediaStore store = new MediaStore(dataSource);
            ExportReport report = new CatalogExport(out, chosen, "export", Clock.systemUTC())
                    .export(within, sink -> store.forEachRelease(within, sink::accept));
            console.out()
                    .println("Exported " + report.releases() + " releases to " + out + ": " + report.written()
                            + " files written, " + report.unchanged() + " unchanged, " + report.deleted()
                            + " deleted.");
            return ExitCode.DONE;
        });
    }
}
