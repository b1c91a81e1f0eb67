package io.releasemedia.cli;

import io.releasemedia.link.LinkChecker;
import io.releasemedia.link.LinkSettings;
import io.releasemedia.link.LinkStatus;
import io.releasemedia.link.LinkVerdict;
import io.releasemedia.net.WebClient;
import io.releasemedia.net.WebUrl;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code check-links}: the verdicts on single links, without database and Spring. */
@Command(
        name = "check-links",
        description = "Judges links: ok, gated, expired, dead, unreachable, blocked or unsupported.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  release-media check-links --json https://example.com/ https://example.com/does-not-exist-404"
        })
final class CheckLinksCommand implements Callable<Integer> {

    /** Links under way for each in flight: one that waits for its host keeps others from being printed, not checked. */
    private static final int AHEAD = 64;

    private final Console console;

    @Parameters(paramLabel = "URL", arity = "0..*", description = "Links.")
    private List<String> urls = List.of();

    @Mixin
    private InputOptions options = new InputOptions();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "256",
            description = "Requests at once in all (default: ${DEFAULT-VALUE}).")
    private int inFlight = 256;

    @Option(
            names = "--per-host",
            paramLabel = "N",
            defaultValue = "4",
            description = "Requests at once to one host (default: ${DEFAULT-VALUE}).")
    private int perHost = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CheckLinksCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        LinkSettings settings;
        try {
            settings = LinkSettings.DEFAULT.inFlight(inFlight).perHost(perHost);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        options.settings();
        try (WebClient client = WebClient.open(settings.client(options.ranges()));
                LinkChecker checker = new LinkChecker(settings, client);
                Stream<String> all = options.after(urls)) {
            return check(checker, all.iterator());
        }
    }

    private record Pending(String url, CompletableFuture<LinkVerdict> verdict) {}

    private int check(LinkChecker checker, Iterator<String> all) {
        boolean someBad = false;
        Queue<Pending> pending = new ArrayDeque<>();
        while (all.hasNext() || !pending.isEmpty()) {
            while (all.hasNext() && pending.size() < inFlight * AHEAD) {
                String url = all.next();
                pending.add(new Pending(url, checker.submit(url)));
            }
            Pending next = pending.remove();
            LinkVerdict verdict = next.verdict().join();
            someBad |= verdict.status() != LinkStatus.OK;
            print(WebUrl.redacted(next.url()), verdict);
        }
        if (checker.nothingAnswers()) {
            console.err().println("release-media: no host answered at all, so the network seems to be down");
        }
        return someBad ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    private void print(String url, LinkVerdict verdict) {
        if (options.json()) {
            console.json(out -> write(url, verdict, out));
        } else {
            console.out().println(url + ": " + verdict.status().key() + " (" + verdict.reason() + ")");
        }
    }

    private static void write(String url, LinkVerdict verdict, JsonGenerator json) {
        json.writeStringProperty("input", url);
        json.writeStringProperty("status", verdict.status().key());
        Optional<Boolean> validated = verdict.linkValidated();
        if (validated.isPresent()) {
            json.writeBooleanProperty("linkValidated", validated.get());
        } else {
            json.writeNullProperty("linkValidated");
        }
        if (verdict.httpStatus().isPresent()) {
            json.writeNumberProperty("httpStatus", verdict.httpStatus().getAsInt());
        } else {
            json.writeNullProperty("httpStatus");
        }
        if (verdict.finalUrl().isPresent()) {
            json.writeStringProperty("finalUrl", verdict.finalUrl().get());
        } else {
            json.writeNullProperty("finalUrl");
        }
        json.writeStringProperty("reason", verdict.reason());
    }
}
