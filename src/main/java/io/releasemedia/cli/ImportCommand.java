package io.releasemedia.cli;

import io.releasemedia.catalog.CatalogImport;
import io.releasemedia.catalog.ImportCounts;
import io.releasemedia.catalog.ImportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: takes records into the catalogue. */
@Command(
        name = "import",
        description = "Takes media records into the catalogue; what is there already is updated.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A file is imported whole or not at all. Each line of NDJSON is one record:",
            "  {\"tenantId\":\"acme\",\"releaseId\":\"<uuid>\",\"cloudId\":\"…\",\"cloudUrl\":\"…\",\"type\":\"audio\",",
            "   \"name\":\"song.flac\",\"isLink\":false,\"releasePath\":null,\"metadata\":{}}",
            "",
            "Examples:",
            "  release-media import sample-data/media.ndjson",
            "  release-media import exports                          # bundles: all that was exported",
            "  release-media import --tenant acme exports/releases   # <releaseId>.json: what the endpoint shows"
        })
final class ImportCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 2;

    private final Console console;

    @Option(
            names = "--tenant",
            paramLabel = "T",
            defaultValue = "default",
            description = "Whose the records without tenantId are (default: ${DEFAULT-VALUE}).")
    private String tenant = "default";

    @Parameters(
            paramLabel = "FILE|FOLDER|-",
            description =
                    "NDJSON (also .gz or .zst), <releaseId>.json in the endpoint's shape, an export's folder, or a"
                            + " folder of <releaseId>.json; - is standard input.")
    private String input = "-";

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        if (!input.equals("-") && !Files.isReadable(Path.of(input))) {
            throw CommandException.wrongUsage(
                    input + ": " + (Files.exists(Path.of(input)) ? "may not be read" : "no such file or folder"));
        }
        return OpenDatabase.run(CONNECTIONS, (dataSource, interruption) -> {
            interruption.stopBy(interruption::endNow);
            return run(dataSource);
        });
    }

    private int run(DataSource dataSource) throws IOException, SQLException {
        CatalogImport.Outcome outcome = input.equals("-")
                ? fromStandardInput(new CatalogImport(dataSource))
                : new CatalogImport(dataSource).importPath(Path.of(input), tenant);
        outcome.problems().forEach(problem -> console.err().println("release-media: " + problem));
        ImportCounts counts = outcome.counts();
        if (outcome.files() > 0) {
            console.out()
                    .println("Imported " + counts.records() + " media records; new or changed: " + counts.media()
                            + " media, " + counts.releases() + " releases.");
        }
        if (outcome.ignored() > 0) {
            console.err().println(outcome.ignored() + " files are nothing that an import takes and were left out.");
        }
        if (outcome.problems().isEmpty()) {
            return ExitCode.DONE;
        }
        return outcome.files() > 0 ? ExitCode.SOME_FAILED : ExitCode.WRONG_USAGE;
    }

    private CatalogImport.Outcome fromStandardInput(CatalogImport catalogImport) throws IOException, SQLException {
        try {
            return new CatalogImport.Outcome(
                    catalogImport.importLines(System.in, "standard input", tenant), 1, 0, List.of());
        } catch (ImportException e) {
            return new CatalogImport.Outcome(ImportCounts.NONE, 0, 0, e.problems());
        }
    }
}
