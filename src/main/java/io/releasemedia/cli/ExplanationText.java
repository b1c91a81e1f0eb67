package io.releasemedia.cli;

import io.releasemedia.probe.Explanation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A probe's explanation for people: one column an engine, one row a field. */
final class ExplanationText {

    private ExplanationText() {}

    static void print(String input, Explanation explanation, PrintStream out) {
        out.println(Inputs.shown(input) + ": " + explanation.result().status().key()
                + explanation.result().error().map(error -> " (" + error + ")").orElse(""));
        out.println("  type: " + explanation.detection());
        explanation.engines().forEach(engine -> out.println("  " + engine.name() + ": " + engine.outcome()));
        List<String> header = new ArrayList<>(List.of("field"));
        explanation.engines().forEach(engine -> header.add(engine.name()));
        header.addAll(List.of("answer", "why"));
        TextTable table = new TextTable(header.toArray(String[]::new));
        for (Explanation.Row row : explanation.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.field().key()));
            explanation
                    .engines()
                    .forEach(engine -> cells.add(String.valueOf(row.said().getOrDefault(engine.name(), "–"))));
            cells.add(row.taken().map(Object::toString).orElse("–"));
            cells.add(row.why());
            table.row(cells.toArray(String[]::new));
        }
        table.print(out);
    }
}
