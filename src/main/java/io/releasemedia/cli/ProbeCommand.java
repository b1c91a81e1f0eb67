package io.releasemedia.cli;

import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.Explanation;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.probe.Prober;
import io.releasemedia.source.Sources;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code probe}: the facts of single files, without database and Spring. */
@Command(
        name = "probe",
        description = "Shows what files are: duration, bit rate, codec and more, by their content.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  release-media probe song.flac",
            "  find music -type f | release-media probe --json --files-from -",
            "  release-media probe --explain song.mp3"
        })
final class ProbeCommand implements Callable<Integer> {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

    private final Console console;

    @Parameters(paramLabel = "INPUT", arity = "0..*", description = "Path, http(s):// or s3://bucket/key.")
    private List<String> inputs = List.of();

    @Mixin
    private InputOptions options = new InputOptions();

    @Option(names = "--explain", description = "Show what each engine said and which answer was taken.")
    private boolean explain;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Probe so many at once; the order of the answers stays (default: ${DEFAULT-VALUE}).")
    private int threads = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ProbeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        if (threads < 1 || threads > 1024) {
            throw new ParameterException(spec.commandLine(), "--threads must be from 1 to 1024, not " + threads);
        }
        try (Sources sources = new Sources(options.settings());
                Prober prober = new Prober(TIME_LIMIT);
                Stream<String> all = options.after(inputs)) {
            return explain ? explain(prober, sources, all.iterator()) : probe(prober, sources, all.iterator());
        }
    }

    private int probe(Prober prober, Sources sources, Iterator<String> all) throws InterruptedException {
        boolean[] someFailed = {false};
        OrderedWork.each(
                all,
                threads,
                input -> Answer.of(
                        input, prober.probe(() -> sources.open(input), Expectation.ofName(input)), options.json()),
                answer -> {
                    someFailed[0] |= !answer.ok();
                    console.out().println(answer.text());
                    // Whoever reads along sees answers as they come; a file that reads all is served in blocks.
                    return threads > 1 || !console.isTerminal() || console.flush();
                });
        return someFailed[0] ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    private int explain(Prober prober, Sources sources, Iterator<String> all) {
        boolean someFailed = false;
        while (all.hasNext()) {
            String input = all.next();
            Explanation explanation = prober.explain(() -> sources.open(input), Expectation.ofName(input));
            someFailed |= explanation.result().status() != ProbeStatus.OK;
            ExplanationText.print(input, explanation, console.out());
        }
        return someFailed ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    /** An answer as it is printed. */
    private record Answer(boolean ok, String text) {

        static Answer of(String input, ProbeResult result, boolean json) {
            String name = Inputs.shown(input);
            return new Answer(
                    result.status() == ProbeStatus.OK,
                    json ? Console.jsonLine(out -> write(name, result, out)) : forPeople(name, result));
        }

        private static String forPeople(String name, ProbeResult result) {
            StringBuilder text = new StringBuilder(name)
                    .append(": ")
                    .append(result.status().key())
                    .append(result.error().map(error -> " (" + error + ")").orElse(""));
            result.metadata()
                    .forEach((key, value) -> text.append(String.format(Locale.ROOT, "%n  %-14s %s", key, value)));
            return text.toString();
        }
    }

    private static void write(String input, ProbeResult result, JsonGenerator json) {
        json.writeStringProperty("input", input);
        json.writeStringProperty("status", result.status().key());
        json.writeObjectPropertyStart("metadata");
        result.metadata().forEach((key, value) -> write(key, value, json));
        json.writeEndObject();
        json.writeObjectPropertyStart("engine");
        for (Map.Entry<String, String> engine : result.engine().entrySet()) {
            json.writeStringProperty(engine.getKey(), engine.getValue());
        }
        json.writeEndObject();
        if (result.error().isPresent()) {
            json.writeStringProperty("error", result.error().get());
        } else {
            json.writeNullProperty("error");
        }
        json.writeNumberProperty("bytesRead", result.cost().bytesRead());
        json.writeNumberProperty("requests", result.cost().requests());
    }

    private static void write(String key, Object value, JsonGenerator json) {
        if (value instanceof BigDecimal number) {
            json.writeName(key);
            json.writeNumber(number.toPlainString());
        } else if (value instanceof Number number) {
            json.writeNumberProperty(key, number.longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBooleanProperty(key, flag);
        } else {
            json.writeStringProperty(key, value.toString());
        }
    }
}
