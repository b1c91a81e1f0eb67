package io.releasemedia.cli;

import io.releasemedia.report.RunFailure;
import io.releasemedia.report.RunHistory;
import io.releasemedia.report.RunSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What people and machines read about a run. */
final class RunReport {

    /** More are in {@code status RUN}. */
    private static final int LISTED = 50;

    private final Console console;
    private final RunSummary summary;
    private final List<RunFailure> failures;
    private final Map<String, Long> links;

    RunReport(Console console, RunSummary summary, RunHistory history) {
        this.console = console;
        this.summary = summary;
        this.failures = history.failures(summary.run());
        this.links = history.linkVerdicts(summary.run());
    }

    /** Failed records, then the run, one JSON object a line. */
    void json() {
        failures.forEach(failure -> console.json(json -> {
            json.writeStringProperty("release", failure.releaseId());
            json.writeStringProperty("cloudId", failure.cloudId());
            json.writeStringProperty("name", failure.name());
            json.writeStringProperty("status", failure.status());
            json.writeStringProperty("reason", failure.reason());
        }));
        console.json(json -> {
            StatusCommand.write(summary, json);
            json.writeObjectPropertyStart("links");
            links.forEach(json::writeNumberProperty);
            json.writeEndObject();
        });
    }

    /** Failed records, a table of counts, and where the exports are. */
    void text(Optional<Path> exports) {
        if (!failures.isEmpty()) {
            console.out().println("Failed records:");
            TextTable table = new TextTable("release", "name", "status", "reason");
            failures.stream()
                    .limit(LISTED)
                    .forEach(failure ->
                            table.row(failure.releaseId(), failure.name(), failure.status(), failure.reason()));
            table.print(console.out());
            if (failures.size() > LISTED) {
                console.out()
                        .println(
                                "… and " + (failures.size() - LISTED) + " more: release-media status " + summary.run());
            }
            console.out().println();
        }
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "Run %d of job %s: %s in %.1f s",
                        summary.run(),
                        summary.job(),
                        summary.state().key(),
                        summary.duration().toMillis() / 1000.0));
        TextTable table = new TextTable("selected", "enriched", "unchanged", "failed", "skipped", "exported");
        table.row(
                count(summary.selected()),
                count(summary.enriched()),
                count(summary.unchanged()),
                count(summary.failed()) + byStatus(),
                count(summary.skipped()),
                count(summary.exported()) + " releases");
        table.print(console.out());
        if (!links.isEmpty()) {
            console.out()
                    .println("Links: "
                            + links.entrySet().stream()
                                    .map(entry -> entry.getValue() + " " + entry.getKey())
                                    .collect(Collectors.joining(", ")));
        }
        exports.filter(folder -> summary.exported() > 0)
                .ifPresent(folder -> console.out().println("Exports: " + folder));
    }

    private String byStatus() {
        Map<String, Long> counts = failures.stream()
                .collect(Collectors.groupingBy(RunFailure::status, TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
