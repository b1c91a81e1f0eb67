package io.releasemedia.probe;

import io.releasemedia.source.Budget;
import io.releasemedia.source.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes {@code src/docs/FORMAT_COVERAGE.md} from a score run: arguments are the corpus folder and the file to write.
 * The same corpus and the same code give the same bytes.
 */
public final class FormatCoverage {

    private static final List<String> FIELDS = List.of(
            "duration", "bitrate", "sampleRate", "channels", "codec", "audioCodec", "width", "height", "mimeType");

    private static final String INTRODUCTION = """
            # Format coverage

            Which engine answers which container, and how often it was right. Generated, not edited:

            ```sh
            ./mvnw -q test-compile org.codehaus.mojo:exec-maven-plugin:3.5.1:java -Dexec.classpathScope=test \\
              -Dexec.mainClass=io.releasemedia.probe.FormatCoverage \\
              -Dexec.args="../shared/corpus src/docs/FORMAT_COVERAGE.md"
            ```

            The truth is what at least two independent probers agree on. Tolerances: duration 0.1 s or 1 %, bit rate
            2 kbit/s or 3 %, everything else exact, codecs by family, MIME types up to aliases. A cell is *right / asked*;
            empty: no file of the container has an agreed value. An engine is a reader of this project by its folder
            under `probe/format/`, or a library.

            """;

    /** What was found out about one engine. */
    private static final class Row {
        private final Score score = new Score();
        private final Set<String> types = new TreeSet<>();
        private int files;
    }

    private final Map<String, Row> rows = new TreeMap<>();
    private final Score total = new Score();
    private final Map<String, Map<String, Integer>> unscored = new TreeMap<>();
    private int files;

    private FormatCoverage() {}

    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[1]);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, new FormatCoverage().render(Corpus.load(Path.of(args[0]))));
    }

    private String render(Corpus corpus) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        try (Prober prober = new Prober(Duration.ofSeconds(20))) {
            corpus.files().forEach(item -> add(prober, item));
            appendScores(page);
            appendUnscored(page);
            appendOthers(page, prober);
        }
        appendMisses(page);
        return page.toString();
    }

    private void add(Prober prober, Corpus.Item item) {
        ProbeResult result = prober.probe(
                () -> LocalFile.open(item.path(), Budget.LOCAL),
                Expectation.ofName(item.path().toString()));
        if (!item.isScored()) {
            unscored.computeIfAbsent(item.kind(), k -> new TreeMap<>())
                    .merge(result.status().key(), 1, Integer::sum);
            return;
        }
        Row row = rows.computeIfAbsent(engine(result), k -> new Row());
        row.files++;
        row.types.add(String.valueOf(result.metadata().get("mimeType")));
        row.score.add(item, result.metadata());
        total.add(item, result.metadata());
        files++;
    }

    /** The engine that read the file, not only its type. */
    private static String engine(ProbeResult result) {
        for (String field : List.of("codec", "width", "duration", "pageCount", "mimeType")) {
            String engine = result.engine().get(field);
            if (engine != null) {
                return engine;
            }
        }
        return "none";
    }

    private void appendScores(StringBuilder page) {
        page.append("## Against the corpus\n\n| engine | files | ").append(String.join(" | ", FIELDS));
        page.append(" | types |\n| --- | ---: |")
                .append(" ---: |".repeat(FIELDS.size()))
                .append(" --- |\n");
        rows.forEach((engine, row) -> appendRow(page, engine, row.files, row.score, String.join(", ", row.types)));
        appendRow(page, "**all**", files, total, "");
        page.append("| **%** | |");
        FIELDS.forEach(field -> page.append(
                String.format(Locale.ROOT, " %.1f |", total.share(field).percent())));
        page.append(" |\n\n");
    }

    private static void appendRow(StringBuilder page, String engine, int files, Score score, String types) {
        page.append("| ").append(engine).append(" | ").append(files).append(" |");
        for (String field : FIELDS) {
            Score.Share share = score.share(field);
            page.append(share.asked() == 0 ? " |" : " " + share.right() + " / " + share.asked() + " |");
        }
        page.append(' ').append(types).append(" |\n");
    }

    private void appendUnscored(StringBuilder page) {
        page.append("Files without agreed facts need only a status.\n\n| kind | statuses |\n| --- | --- |\n");
        unscored.forEach((kind, statuses) -> page.append("| %s |".formatted(kind))
                .append(statuses.toString().replaceAll("[{}]", " ").replace("=", " "))
                .append("|\n"));
        page.append('\n');
    }

    /** Readers that the corpus has no file for, with the fields they give for a sound file of the tests' own. */
    private void appendOthers(StringBuilder page, Prober prober) {
        Map<String, Set<String>> fields = new TreeMap<>();
        Seeds.all().forEach((name, bytes) -> {
            ProbeResult result = prober.probe(() -> MemorySource.local(bytes), Expectation.NONE);
            if (!rows.containsKey(engine(result))) {
                fields.computeIfAbsent(engine(result), k -> new TreeSet<>())
                        .addAll(result.metadata().keySet());
            }
        });
        page.append("## Without a file in the corpus\n\nTried on files that ffmpeg wrote for the tests.\n\n");
        page.append("| engine | answers |\n| --- | --- |\n");
        fields.forEach((engine, keys) -> page.append("| %s | %s |\n".formatted(engine, String.join(", ", keys))));
    }

    private void appendMisses(StringBuilder page) {
        page.append("\n## Where the answer differs\n\n```")
                .append(total.misses())
                .append("\n```\n");
    }
}
