package io.releasemedia.cli;

import io.releasemedia.job.Durations;
import io.releasemedia.report.Retention;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code prune}: removes old history. */
@Command(
        name = "prune",
        description = "Removes the history of runs that ended long ago, and what is kept of records that are gone.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The last run of each job stays, and so do runs that can be taken up. Records and their metadata are not touched.",
            "",
            "Example:",
            "  release-media prune --keep 30d"
        })
final class PruneCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 2;

    private final Console console;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            defaultValue = "90d",
            description = "Runs that ended within this time stay (default: ${DEFAULT-VALUE}).")
    private String keep = "";

    @Option(names = "--json", description = "One JSON object: rows deleted by table.")
    private boolean json;

    PruneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        Duration time = Durations.parse(keep)
                .orElseThrow(() -> CommandException.wrongUsage("--keep " + keep + ": expected " + Durations.EXPECTED));
        return OpenDatabase.run(CONNECTIONS, (dataSource, interruption) -> {
            Retention retention = new Retention(JdbcClient.create(dataSource));
            Map<String, Integer> deleted =
                    Objects.requireNonNull(new TransactionTemplate(new JdbcTransactionManager(dataSource))
                            .execute(transaction -> retention.prune(time)));
            if (json) {
                console.json(out -> deleted.forEach(out::writeNumberProperty));
            } else {
                console.out()
                        .println("Deleted " + deleted.get("run") + " runs, and the ledger's rows of "
                                + deleted.get("enrichment") + " records that are gone.");
            }
            return ExitCode.DONE;
        });
    }
}
