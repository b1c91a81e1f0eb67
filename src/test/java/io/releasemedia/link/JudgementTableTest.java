package io.releasemedia.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.releasemedia.net.FakeWeb;
import io.releasemedia.net.WebClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code judgements.yaml}, each case against a server that answers so. */
@Timeout(30)
class JudgementTableTest {

    private static final LinkSettings SETTINGS = LinkSettings.DEFAULT
            .perHostPerSecond(1000)
            .times(new LinkSettings.Times(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(8)))
            .patience(new LinkSettings.Patience(3, Duration.ofMillis(5), Duration.ofSeconds(5)));

    static Stream<Judgements.Case> cases() {
        return Judgements.load().stream();
    }

    /** What a case ended in. */
    private record Outcome(LinkVerdict verdict, Set<String> unexpected) {}

    private static final Map<String, Future<Outcome>> OUTCOMES = new ConcurrentHashMap<>();

    /** Most cases wait for something, so they run at the same time. */
    @BeforeAll
    static void checkAll() {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        cases().forEach(scene -> OUTCOMES.put(scene.toString(), threads.submit(() -> outcome(scene))));
        threads.shutdown();
    }

    private static Outcome outcome(Judgements.Case scene) throws Exception {
        Judgements.Scripted site = new Judgements.Scripted(scene);
        try (FakeWeb web = FakeWeb.start(site);
                WebClient client = web.client(SETTINGS.client(List.of()));
                LinkChecker checker = new LinkChecker(SETTINGS, client, quick())) {
            return new Outcome(checker.check(scene.url()), site.unexpected());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(Judgements.Case scene) throws Exception {
        Outcome outcome = OUTCOMES.get(scene.toString()).get();
        LinkVerdict verdict = outcome.verdict();
        assertThat(outcome.unexpected()).isEmpty();
        assertThat(verdict.status().key() + ": " + verdict.reason())
                .isEqualTo(scene.verdict().key() + ": " + scene.reason());
        assertThat(verdict.mimeType().map(Object.class::cast)).isEqualTo(scene.expected("mimeType"));
        assertThat(verdict.fileSize().orElse(-1))
                .isEqualTo(((Integer) scene.expected("fileSize").orElse(-1)).longValue());
        assertThat(verdict.definite()).isEqualTo(scene.verdict() == LinkStatus.DEAD);
        scene.expected("finalUrl")
                .ifPresent(url -> assertThat(verdict.finalUrl()).contains((String) url));
        assertThat(verdict.finalUrl().orElse("")).doesNotContain("?");
    }

    @Test
    void namesNoCaseTwice() {
        assertThat(cases().map(Judgements.Case::toString))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(60);
    }

    /** The rows of the product without the rates of single providers, which would make the table slow. */
    private static Providers quick() {
        Providers providers = Providers.load();
        return new Providers(
                providers.providers().stream()
                        .map(p -> new Provider(
                                p.name(),
                                p.links(),
                                OptionalDouble.empty(),
                                p.api(),
                                p.apiAnswers(),
                                p.download(),
                                p.answers()))
                        .toList(),
                providers.general());
    }

    /** A row that nothing tests would rot: each says something that some case expects. */
    @Test
    void everyRowDecidesSomething() {
        Set<String> expected = cases().map(Judgements.Case::reason).collect(Collectors.toSet());
        Providers providers = Providers.load();
        Stream<Rule> rules = Stream.concat(
                providers.general().stream(),
                providers.providers().stream()
                        .flatMap(p -> Stream.concat(p.apiAnswers().stream(), p.answers().stream())));
        assertThat(expected).containsAll(rules.map(Rule::reason).collect(Collectors.toSet()));
    }

    @Test
    void theDocumentIsWhatTheTableSays() throws Exception {
        assertThat(Files.readString(Path.of("src/docs/LINKS.md")))
                .as("src/docs/LINKS.md; run LinksDocument")
                .isEqualTo(LinksDocument.render());
    }
}
